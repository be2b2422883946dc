import { expect, test } from 'vitest'
import { scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { baseBranch } from './base-branch.ts'

test('the base branch is the branch to which a symbolic ref points', async () => {
  const scratch = scratchRepository()
  const commit = scratch.commit({ 'a.txt': 'a\n' })
  scratch.git(['symbolic-ref', 'refs/heads/trunk', 'refs/heads/main'])
  scratch.git(['symbolic-ref', 'refs/heads/master', 'refs/heads/trunk'])
  const repository = await scratch.open()
  expect(await baseBranch(repository, 'master')).toBe('main')
  expect(await baseBranch(repository, null)).toBe('main')
  scratch.git(['update-ref', 'refs/remotes/origin/main', commit])
  scratch.git(['symbolic-ref', 'refs/heads/upstream', 'refs/remotes/origin/main'])
  await expect(baseBranch(repository, 'upstream')).rejects.toThrow('points to refs/remotes/origin/main')
  scratch.git(['branch', 'coppice/run-1'])
  scratch.git(['symbolic-ref', 'refs/heads/run', 'refs/heads/coppice/run-1'])
  for (const name of ['run', 'coppice/run-1'])
    await expect(baseBranch(repository, name)).rejects.toThrow('coppice/run-1 is a branch of Coppice itself')
  await expect(baseBranch(repository, 'none')).rejects.toThrow('has no branch none')
})
