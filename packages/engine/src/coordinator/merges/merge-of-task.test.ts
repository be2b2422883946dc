import { expect, test } from 'vitest'
import { scratchRepository } from '../../git/fixtures/scratch-repository.ts'
import { mergeMessage } from '../../merge/merge-message.ts'
import { mergeOfTask } from './merge-of-task.ts'

const message = (task: string) =>
  mergeMessage({ project: 'p', run: 1, epic: 'core', task, session: 1, title: task, verified: null })

/** Creates a run's branch into which the work of `b` was merged. The work of `b` has commits with copied trailers of `a`. */
async function branch() {
  const scratch = scratchRepository()
  const { git, commit } = scratch
  const start = commit({ 'first.txt': 'first\n' })
  git(['checkout', '-q', '-b', 'other'])
  const other = commit({ 'other.txt': 'other\n' })
  git(['checkout', '-q', '-b', 'work-b', start])
  commit({}, message('a'))
  git(['merge', '-q', '--no-ff', '-m', message('a'), 'other'])
  const b = commit({ 'b.txt': 'b\n' })
  git(['checkout', '-q', 'main'])
  git(['merge', '-q', '--no-ff', '-m', message('b'), 'work-b'])
  const merges = async () => (await scratch.open()).trailers(git(['rev-parse', 'main']), start, 'first-parent')
  return { scratch, other, b, merges }
}

test('D1: the trailers of a task in the work of another one do not count as its merge', async () => {
  const { scratch, other, b, merges } = await branch()
  const found = await merges()
  expect(mergeOfTask({ key: 'b', noChange: false, workCommit: b }, found)).toBe(scratch.git(['rev-parse', 'main']))
  expect(mergeOfTask({ key: 'a', noChange: false, workCommit: other }, found)).toBeNull()
  expect(mergeOfTask({ key: 'a', noChange: true, workCommit: null }, found)).toBeNull()
})

test("D1: a merge counts only if it brought the task's recorded work, and for a task without a change only if it brought none", async () => {
  const { scratch, b, merges } = await branch()
  scratch.git(['checkout', '-q', 'other'])
  const other = scratch.commit({ 'a.txt': 'a\n' })
  scratch.git(['checkout', '-q', 'main'])
  scratch.git(['merge', '-q', '--no-ff', '-m', message('a'), 'other'])
  const merge = scratch.git(['rev-parse', 'main'])
  expect(mergeOfTask({ key: 'a', noChange: false, workCommit: b }, await merges())).toBeNull()
  expect(mergeOfTask({ key: 'a', noChange: true, workCommit: other }, await merges())).toBeNull()
  expect(mergeOfTask({ key: 'a', noChange: false, workCommit: other }, await merges())).toBe(merge)
  const empty = scratch.commit({}, message('a'))
  expect(mergeOfTask({ key: 'a', noChange: true, workCommit: other }, await merges())).toBe(empty)
  expect(mergeOfTask({ key: 'a', noChange: false, workCommit: other }, await merges())).toBe(merge)
})
