import { expect, it } from 'vitest'
import { scratchRepository } from '../fixtures/scratch-repository.ts'

it('returns the paths that commits changed compared to their first parents, also of merges, odd names and empty commits', async () => {
  const scratch = scratchRepository()
  const root = scratch.commit({ 'a.txt': 'a\n' })
  const second = scratch.commit({ 'b.txt': 'b\n', 'sub/odd name\n.txt': 'c\n' })
  const empty = scratch.commit({})
  const { git } = scratch
  git(['checkout', '-q', '-b', 'side', root])
  const side = scratch.commit({ 'side.txt': 's\n' })
  git(['checkout', '-q', 'main'])
  git(['merge', '-q', '--no-ff', '-m', 'Merge', side])
  const merge = git(['rev-parse', 'HEAD']).trim()
  const repository = await scratch.open()
  expect(await repository.changedPaths([merge, empty, second, root])).toEqual(
    new Map([
      [merge, ['side.txt']],
      [empty, []],
      [second, ['b.txt', 'sub/odd name\n.txt']],
      [root, ['a.txt']],
    ]),
  )
  expect(await repository.changedPaths([])).toEqual(new Map())
})
