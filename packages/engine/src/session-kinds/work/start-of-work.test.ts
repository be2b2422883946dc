import { tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import type { RunTaskRecord } from '../../domain/records.ts'
import { createGit } from '../../git/create-git.ts'
import type { RunView } from '../run-view.ts'
import type { LastConversation } from '../session-kind.ts'
import { startOfWork } from './start-of-work.ts'

/** Work of a task that verify refused, and the commits to which the run's branch may have moved since. */
async function refusedWork() {
  const made = tempRepository({ 'a.txt': 'a\n' })
  const start = made.git('rev-parse', 'HEAD')
  const commit = (from: string, file: string, text: string) => {
    made.git('checkout', '-q', '--detach', from)
    made.write(file, text)
    made.git('add', '.')
    made.git('commit', '-qm', `Write ${file}`)
    return made.git('rev-parse', 'HEAD')
  }
  const work = commit(start, 'work.txt', 'work\n')
  const commits = {
    ...{ start, work, after: commit(work, 'b.txt', 'b\n') },
    ...{ beside: commit(start, 'b.txt', 'b\n'), against: commit(start, 'work.txt', 'other\n') },
  }
  const repository = await createGit({ env: process.env }).open(made.path, null)
  const dependency = { key: 'dependency', commit: start, dependsOn: [] }
  const from = (
    base: keyof typeof commits,
    {
      task = {},
      last = {},
      model = 'm',
      needs = 'start',
    }: { task?: object; last?: object; model?: string; needs?: keyof typeof commits } = {},
  ) =>
    startOfWork(
      {
        repository,
        chooseSession: () => ({ model }),
        state: {
          run: { strategy: 'BATCHES', mode: 'PARALLEL', isolation: 'TASK' },
          task: () => ({ ...dependency, commit: commits[needs] }),
        },
      } as unknown as RunView,
      { key: 'a', refusedTree: 'tree', dependsOn: [{ key: 'dependency' }], ...task } as unknown as RunTaskRecord,
      commits[base],
      {
        ...{ sessionId: 's', conversationId: 'talk', kind: 'WORK', model: 'm', status: 'COMPLETED', cutOff: false },
        ...{ baseCommit: start, tipCommit: work, ...last },
      } as LastConversation,
    )
  return { commits, from }
}

it('S5: refused work is continued, and the base commit is merged into it when it lacks the base commit', async () => {
  const { commits, from } = await refusedWork()
  const { start, work, after, beside } = commits
  const resume = { conversationId: 'talk' }
  expect(await from('start')).toMatchObject({
    baseCommit: start,
    startCommit: work,
    resume,
    refused: { isMerging: false },
  })
  expect(await from('beside')).toMatchObject({
    baseCommit: beside,
    startCommit: work,
    resume,
    refused: { isMerging: true },
  })
  // A task without a change has no work of its own.
  expect(await from('after')).toMatchObject({
    baseCommit: after,
    startCommit: after,
    resume,
    refused: { isMerging: false },
  })
  expect(await from('start', { last: { kind: 'CONFLICT' } })).toMatchObject({ startCommit: work, resume })
})

it('R1, S5: work that was cut off after a refusal is not taken for refused work, also when the tip has moved', async () => {
  const { commits, from } = await refusedWork()
  const last = { status: 'INTERRUPTED', cutOff: true }
  expect(await from('start', { last })).toMatchObject({ startCommit: commits.work, resume: {} })
  expect((await from('start', { last })).refused).toBeUndefined()
  const anew = { baseCommit: commits.beside, startCommit: commits.beside, resume: null }
  expect(await from('beside', { last })).toEqual(anew)
  expect(await from('beside', { last: { ...last, status: 'ERROR' } })).toEqual(anew)
  expect(await from('beside', { last: { kind: 'CONFLICT', status: 'ERROR' } })).toEqual(anew)
})

it('S3, M3: a new conversation begins at the base commit when the refused work cannot be continued', async () => {
  const { commits, from } = await refusedWork()
  const anew = (base: keyof typeof commits) => ({ baseCommit: commits[base], startCommit: commits[base], resume: null })
  expect(await from('against')).toEqual(anew('against'))
  expect(await from('start', { model: 'stronger' })).toEqual(anew('start'))
  expect(await from('beside', { needs: 'beside' })).toEqual(anew('beside'))
  expect(await from('start', { last: { tipCommit: null } })).toEqual(anew('start'))
  expect(await from('start', { last: { tipCommit: '0'.repeat(40) } })).toEqual(anew('start'))
  expect(await from('start', { task: { refusedTree: null } })).toEqual(anew('start'))
})
