import { describe, expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { mergeMessage } from '../merge/merge-message.ts'
import type { Repository } from '../ports/git.ts'
import { revertedWork } from './reverted-work.ts'

const message = (task: string) =>
  mergeMessage({ project: 'p', run: 1, epic: 'core', task, session: 1, title: task, verified: null })

/** Commits files on a side branch and merges it with a task's trailers, as a run does. @returns the merge */
function mergeTask({ git, commit }: ScratchRepository, task: string, work: () => void = () => {}): string {
  git(['checkout', '-q', '-b', `work-${task}`])
  commit({ [`${task}.txt`]: `${task}\n` }, `Work on ${task}`)
  work()
  git(['checkout', '-q', '-'])
  git(['merge', '-q', '--no-ff', '-m', message(task), `work-${task}`])
  return git(['rev-parse', 'HEAD'])
}

const revert = ({ git }: ScratchRepository, ...args: string[]): string => {
  git(['revert', '--no-edit', ...args])
  return git(['rev-parse', 'HEAD'])
}

/** Returns the tasks that are not done any more. */
async function revertedIn(scratch: ScratchRepository, tip = 'HEAD'): Promise<string[]> {
  const repository = await scratch.open()
  const commit = scratch.git(['rev-parse', tip])
  const finishing = await repository.trailers(commit, null)
  const reverts = await revertedWork(repository, finishing, [commit])
  const done = new Set(finishing.filter((one) => !reverts.has(one.commit)).map(({ task }) => task))
  return [...new Set(finishing.map(({ task }) => task))].filter((task) => !done.has(task)).sort()
}

function begun(): ScratchRepository {
  const scratch = scratchRepository()
  scratch.commit({ 'first.txt': 'first\n' })
  return scratch
}

describe('P5: a task is not done', () => {
  test('when a person reverted its merge, until that is reverted or the task is merged again', async () => {
    const scratch = begun()
    const a = mergeTask(scratch, 'a')
    mergeTask(scratch, 'b')
    expect(await revertedIn(scratch)).toEqual([])
    const undo = revert(scratch, '-m', '1', a)
    expect(await revertedIn(scratch)).toEqual(['a'])
    const redo = revert(scratch, undo)
    expect(await revertedIn(scratch)).toEqual([])
    revert(scratch, redo)
    expect(await revertedIn(scratch)).toEqual(['a'])
    scratch.commit({}, message('a'))
    expect(await revertedIn(scratch)).toEqual([])
  })

  test('when the revert came by the merge of a pull request, or was edited', async () => {
    const scratch = begun()
    const a = mergeTask(scratch, 'a')
    scratch.git(['checkout', '-q', '-b', 'revert-a'])
    scratch.git(['config', 'revert.reference', 'true'])
    scratch.git(['revert', '--no-commit', '-m', '1', a])
    scratch.commit(
      { 'kept.txt': 'a part of it\n' },
      `Take back a\n\nThis reverts commit ${a}, reversing\nchanges made to ${a}^.\n`,
    )
    scratch.git(['checkout', '-q', 'main'])
    scratch.git(['merge', '-q', '--no-ff', '-m', 'Merge pull request #1', 'revert-a'])
    expect(await revertedIn(scratch)).toEqual(['a'])
  })

  test('when a person reverted the merge of the whole run', async () => {
    const scratch = begun()
    mergeTask(scratch, 'before')
    scratch.git(['checkout', '-q', '-b', 'run'])
    mergeTask(scratch, 'a')
    mergeTask(scratch, 'b')
    scratch.git(['checkout', '-q', 'main'])
    scratch.commit({ 'other.txt': 'other\n' })
    scratch.git(['merge', '-q', '--no-ff', '-m', 'Merge pull request #2', 'run'])
    revert(scratch, '-m', '1', 'HEAD')
    expect(await revertedIn(scratch)).toEqual(['a', 'b'])
  })
})

test('P5: a task is not done when GitLab reverted the merge request of its run, until GitLab reverts that', async () => {
  const scratch = begun()
  const request = (branch: string, number: number) => {
    scratch.git(['checkout', '-q', 'main'])
    scratch.git(['merge', '-q', '--no-ff', '-m', `Merge branch\n\nSee merge request group/shop!${number}`, branch])
    return scratch.git(['rev-parse', 'HEAD'])
  }
  const takeBack = (branch: string, merge: string, number: number) => {
    scratch.git(['checkout', '-q', '-b', branch])
    scratch.git(['revert', '--no-commit', '-m', '1', merge])
    scratch.commit({}, `Revert it\n\nThis reverts merge request !${number}`)
  }
  scratch.git(['checkout', '-q', '-b', 'run'])
  mergeTask(scratch, 'a')
  const run = request('run', 12)
  expect(await revertedIn(scratch)).toEqual([])
  takeBack('revert-12', run, 12)
  const back = request('revert-12', 13)
  expect(await revertedIn(scratch)).toEqual(['a'])
  takeBack('revert-13', back, 13)
  request('revert-13', 14)
  expect(await revertedIn(scratch)).toEqual([])
})

describe('P5: a task stays done', () => {
  test('when one commit of its work is reverted', async () => {
    const scratch = begun()
    mergeTask(scratch, 'a', () => scratch.commit({ 'more.txt': 'more\n' }))
    revert(scratch, 'work-a')
    expect(await revertedIn(scratch)).toEqual([])
  })

  test('when another task reverts it, because that is what the other task should do', async () => {
    const scratch = begun()
    const a = mergeTask(scratch, 'a')
    mergeTask(scratch, 'undo-a', () => revert(scratch, '-m', '1', a))
    mergeTask(scratch, 'c')
    expect(await revertedIn(scratch)).toEqual([])
  })

  test('when the revert is on a branch that does not contain the merge', async () => {
    const scratch = begun()
    const a = mergeTask(scratch, 'a')
    scratch.git(['checkout', '-q', '-b', 'release', `${a}^1`])
    scratch.commit({ 'x.txt': 'x\n' }, `Revert a\n\nThis reverts commit ${a}.\n`)
    scratch.git(['checkout', '-q', 'main'])
    scratch.git(['merge', '-q', '--no-ff', '-m', 'Merge release', 'release'])
    expect(await revertedIn(scratch)).toEqual([])
  })
})

test('P5: the search asks git equally often, however many merges one commit reverts', async () => {
  const callsFor = async (tasks: readonly string[]) => {
    const scratch = begun()
    const merges = tasks.map((task) => mergeTask(scratch, task))
    const tip = scratch.commit({}, `Undo\n\n${merges.map((commit) => `This reverts commit ${commit}.`).join('\n')}`)
    for (const task of tasks) mergeTask(scratch, `later-${task}`)
    const repository = await scratch.open()
    let calls = 0
    const counting = new Proxy(repository, {
      get: (target, key: keyof Repository) => {
        calls += 1
        return target[key]
      },
    })
    const finishing = await repository.trailers(tip, null)
    expect((await revertedWork(counting, finishing, [tip])).size).toBe(tasks.length)
    return calls
  }
  expect(await callsFor(['a', 'b', 'c', 'd', 'e', 'f'])).toBe(await callsFor(['a', 'b']))
})
