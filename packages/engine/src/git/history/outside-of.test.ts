import { expect, test } from 'vitest'
import { GitExec } from '../exec/git-exec.ts'
import { plumbingIn } from '../exec/git-place.ts'
import { scratchRepository } from '../fixtures/scratch-repository.ts'
import { outsideOf } from './outside-of.ts'

test('D5: of many commits, those remain that neither the tip nor another one contains', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const tip = scratch.commit({ 'a.txt': 'b\n' })
  const tree = scratch.git(['rev-parse', 'HEAD^{tree}'])
  const child = (name: string, ...parents: string[]) =>
    scratch.git(['commit-tree', tree, ...parents.flatMap((one) => ['-p', one]), '-m', name])
  const left = child('left', base)
  const deep = child('deep', child('middle', left))
  const others = Array.from({ length: 300 }, (_, index) => child(`other ${index}`, base))
  const orphan = child('orphan')
  const git = new GitExec(scratch.env)
  const place = plumbingIn(`${scratch.path}/.git`)
  const found = await outsideOf(git, place, [base, tip, left, deep, ...others, orphan], tip)
  expect(found).toEqual([deep, ...others, orphan])
  expect(await outsideOf(git, place, [], tip)).toEqual([])
  expect(await outsideOf(git, place, [base], tip)).toEqual([])
})
