import { expect, it } from 'vitest'
import { scratchRepository } from '../fixtures/scratch-repository.ts'

it('returns the newest subjects of the commits that a merge brought, oldest first and without merges', async () => {
  const scratch = scratchRepository()
  const { git } = scratch
  const root = scratch.commit({ 'a.txt': 'a\n' })
  git(['checkout', '-q', '-b', 'side', root])
  for (const [name, message] of [
    ['one', 'Add one'],
    ['two', 'Add two ✓'],
    ['three', ''],
  ] as const) {
    scratch.commit({ [`${name}.txt`]: name })
    git(['commit', '-q', '--amend', '--allow-empty-message', '-m', message])
  }
  const side = git(['rev-parse', 'HEAD']).trim()
  git(['checkout', '-q', 'main'])
  git(['merge', '-q', '--no-ff', '-m', 'Merge side', side])
  const merge = git(['rev-parse', 'HEAD']).trim()
  const repository = await scratch.open()
  expect(await repository.subjects(root, merge, 10)).toEqual(['Add one', 'Add two ✓', ''])
  expect(await repository.subjects(root, merge, 2)).toEqual(['Add two ✓', ''])
  expect(await repository.subjects(merge, merge, 10)).toEqual([])
})
