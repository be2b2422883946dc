import { expect, test } from 'vitest'
import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import { createGit } from '../git/create-git.ts'
import { type ScratchRepository, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { mergeMessage } from '../merge/merge-message.ts'
import { doneTasks } from './done-tasks.ts'
import type { ReadDeps } from './read-deps.ts'

/** A run that merged the task `a` and waits for delivery. `main` is checked out, and has the work as a squash merge. */
function squashed(): ScratchRepository {
  const scratch = scratchRepository()
  scratch.commit({ 'first.txt': 'first\n' })
  scratch.git(['checkout', '-q', '-b', 'work'])
  scratch.commit({ 'a.txt': 'a\n' }, 'Work on a')
  scratch.git(['checkout', '-q', '-b', 'coppice/run-1', 'main'])
  const message = mergeMessage({ project: 'p', run: 1, epic: 'e', task: 'a', session: 1, title: 'a', verified: null })
  scratch.git(['merge', '-q', '--no-ff', '-m', message, 'work'])
  scratch.git(['checkout', '-q', 'main'])
  scratch.git(['merge', '-q', '--squash', 'coppice/run-1'])
  scratch.git(['commit', '-qm', 'Feature (#12)'])
  return scratch
}

async function asked({ path, env, git }: ScratchRepository) {
  const project = { id: 'p1', name: 'p', repositoryPath: path, trustedPrograms: null, baseBranch: 'main' }
  const first = git(['rev-list', '--max-parents=0', 'main'])
  const run = {
    number: 1,
    status: 'COMPLETED',
    branch: 'refs/heads/coppice/run-1',
    deliveryStatus: 'PENDING',
    discardedAt: null,
    startCommit: first,
  } as RunRecord
  const deps = { git: createGit({ env }), store: { runs: async () => [run] } } as unknown as ReadDeps
  const { keys, carried, reverted } = await doneTasks(deps, project as unknown as ProjectRecord)
  return { done: [...keys], carried: carried.map(({ number }) => number), reverted }
}

test('P5: a squash merge that a person reverted does not come back: its run is not carried in, and its tasks are not done', async () => {
  const scratch = squashed()
  expect(await asked(scratch)).toEqual({ done: ['a'], carried: [1], reverted: [] })
  scratch.git(['revert', '--no-edit', 'HEAD'])
  const by = scratch.git(['rev-parse', 'HEAD'])
  expect(await asked(scratch)).toEqual({ done: [], carried: [], reverted: [{ key: 'a', by }] })
  scratch.commit({ 'other.txt': 'other\n' })
  expect(await asked(scratch)).toEqual({ done: [], carried: [], reverted: [{ key: 'a', by }] })
  scratch.git(['revert', '--no-edit', by])
  expect(await asked(scratch)).toEqual({ done: ['a'], carried: [1], reverted: [] })
})
