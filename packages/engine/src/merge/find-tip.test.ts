import { expect, test } from 'vitest'
import type { RunTaskRecord } from '../domain/records.ts'
import { PROJECT, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { findTip } from './find-tip.ts'

const BRANCH = 'refs/heads/coppice/run-1'

/** A run with two merges. The database has only the first of them. */
async function twoMerges() {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  await repository.updateRef(BRANCH, base, null)
  const merge = async (tip: string, title: string) => {
    const commit = await repository.commitTree(await repository.tree(tip), [tip], title)
    await repository.updateRef(BRANCH, commit, tip)
    return commit
  }
  const first = await merge(base, 'First\n')
  const second = await merge(first, 'Second\n')
  const run = { projectId: PROJECT, number: 1, branch: BRANCH, startCommit: base, baseCommit: base }
  const tasks = [{ commit: first, finishedAt: 1 }] as RunTaskRecord[]
  return { scratch, repository, run, tasks, base, first, second }
}

test('D1: a deleted branch is found at its last merge, also when the database does not have this merge yet', async () => {
  const { scratch, repository, run, tasks, second } = await twoMerges()
  scratch.git(['branch', '-D', 'coppice/run-1'])
  scratch.git(['gc', '--quiet', '--prune=now'])
  expect(await findTip(repository, run, tasks)).toEqual({ is: 'deleted', last: second })
})

test('D1: a pin that does not contain the recorded merges does not count', async () => {
  const { scratch, repository, run, tasks, base, first } = await twoMerges()
  scratch.git(['branch', '-D', 'coppice/run-1'])
  scratch.git(['update-ref', `refs/coppice/pins/run-1/${PROJECT}`, base])
  expect(await findTip(repository, run, tasks)).toEqual({ is: 'deleted', last: first })
})
