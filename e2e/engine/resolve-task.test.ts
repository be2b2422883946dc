import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, type TempRepository, tempFolder } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
  taskEnded,
  taskOf,
} from './engine-under-test.ts'

let under: EngineUnderTest
beforeAll(async () => {
  under = await engineUnderTest()
})
afterAll(() => under.close())

const write = (key: string, text = key) => ({ key, epic: 'e', run: `echo ${text} > shared.txt` })
const after = (key: string, need: string) => ({
  key,
  epic: 'e',
  run: `cat shared.txt > ${key}.txt`,
  dependsOn: [need],
})

/** A task that keeps the run active until the test creates the file `gate`. */
const waits = (gate: string) => ({
  key: 'waits',
  epic: 'e',
  run: `until [ -e ${gate} ]; do sleep 0.1; done; echo w > w.txt`,
})

/** A person merges the run's branch into the task's branch in a worktree of their own, and resolves the conflict. @returns the commit */
function resolvedBy({ git, path }: TempRepository, run: number, key: string, text: string): string {
  const folder = join(path, '..', `by-hand-${run}-${key}-${Math.random().toString(36).slice(2)}`)
  git('worktree', 'add', '-q', '--detach', folder, `coppice/work/run-${run}/${key}`)
  try {
    git('-C', folder, 'merge', '-q', `coppice/run-${run}`)
  } catch {
    // The merge stops with the conflict.
  }
  writeFileSync(join(folder, 'shared.txt'), text)
  git('-C', folder, 'add', '.')
  git('-C', folder, 'commit', '-qm', 'by hand')
  const commit = git('-C', folder, 'rev-parse', 'HEAD')
  git('worktree', 'remove', '--force', folder)
  return commit
}

const trailers = ({ git }: TempRepository, commit: string) =>
  git('log', '-1', '--format=%(trailers:only,unfold)', commit).split('\n')

describe('resolveTask (D4)', () => {
  it('in an active run: merges and verifies the commit, and the tasks that were skipped because of the conflict run', async () => {
    const gate = join(tempFolder('gate'), 'gate')
    const plan = commandPlan([write('a'), write('b'), after('c', 'b'), waits(gate)], {
      verify: 'test -e shared.txt -o ! -e a.txt',
    })
    const { project, repository } = await projectWith(under, plan)
    const { id } = await startParallel(under, project)
    // Work is merged in plan order, so the merge of b is tried before `waits` has ended.
    await taskEnded(under, id, 'b', 'CONFLICT')
    const task = await taskOf(under, id, 'b')
    expect(task).toMatchObject({ status: 'CONFLICT', conflictFiles: ['shared.txt'] })
    const commit = resolvedBy(repository, 1, 'b', 'a\nb\n')
    await expect(under.engine.resolveTask({ runTaskId: task.id, commit: 'nothing' })).rejects.toThrow(
      /There is no commit "nothing"/,
    )
    const resolved = await under.engine.resolveTask({ runTaskId: task.id, commit: commit.slice(0, 12) })
    expect(resolved).toMatchObject({ key: 'b', status: 'PENDING', workCommit: commit })
    await taskEnded(under, id, 'b', 'COMPLETED')
    writeFileSync(gate, '')
    const { run, statuses } = await finished(under, id)
    expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED', waits: 'COMPLETED' })
    expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    expect(repository.git('show', 'main:shared.txt')).toBe('a\nb')
    expect(repository.git('show', 'main:c.txt')).toBe('a\nb')
    const merge = (await taskOf(under, id, 'b')).commit ?? ''
    expect(repository.git('rev-list', '--parents', '-n1', merge).split(' ')).toHaveLength(3)
    expect(repository.git('rev-parse', `${merge}^2`)).toBe(commit)
    // No session did this work.
    expect(trailers(repository, merge).join()).toMatch(
      /Coppice-Run: 1,Coppice-Epic: e,Coppice-Task: b,Coppice-Verified: true/,
    )
    expect((await under.database.store.sessionsOf([task.id])).length).toBe(1)
    // After the merge, no ref has to keep the commit (D5).
    expect(repository.git('for-each-ref', 'refs/coppice/kept')).not.toContain('resolved-')
  })

  it('after the run has ended: the run does not change, and the next run merges the commit without a session', async () => {
    const plan = commandPlan([write('a'), write('b')])
    const { project, repository } = await projectWith(under, plan)
    const first = await finished(under, (await startParallel(under, project)).id)
    expect(first.statuses).toEqual({ a: 'COMPLETED', b: 'CONFLICT' })
    const b = await taskOf(under, first.run.id, 'b')
    const commit = resolvedBy(repository, 1, 'b', 'a\nb\n')
    expect(await under.engine.resolveTask({ runTaskId: b.id, commit })).toMatchObject({ status: 'CONFLICT' })
    expect(repository.git('rev-parse', `refs/coppice/kept/run-1/b/resolved-${commit.slice(0, 12)}`)).toBe(commit)
    expect((await under.database.store.run(first.run.id))?.lastSequence).toBe(first.run.lastSequence)
    repository.git('gc', '-q', '--prune=now')
    const second = await finished(under, (await startParallel(under, project)).id)
    expect(second.statuses).toEqual({ b: 'COMPLETED' })
    expect(await under.database.store.sessions(second.run.id)).toEqual([])
    expect(repository.git('show', 'main:shared.txt')).toBe('a\nb')
    expect(trailers(repository, second.tasks[0]?.commit ?? '').join()).not.toContain('Coppice-Session')
    await expect(under.engine.resolveTask({ runTaskId: b.id, commit })).rejects.toThrow(
      'b was also in run 2, which is later. Resolve it there: coppice resolve b COMMIT --run 2',
    )
  })

  it('a commit that conflicts again, or that verify refuses, ends the task and starts no agent', async () => {
    const plan = commandPlan([write('a'), write('b'), { key: 'waits', epic: 'e', run: 'sleep 600' }], {
      verify: '! grep -q bad shared.txt',
    })
    const { project, repository } = await projectWith(under, plan)
    const { id } = await startParallel(under, project)
    await taskEnded(under, id, 'b', 'CONFLICT')
    const task = await taskOf(under, id, 'b')
    const events = async () => (await under.database.store.events(id, 0, 500)).length
    const nextEnd = async (commit: string) => {
      const before = await events()
      await under.engine.resolveTask({ runTaskId: task.id, commit })
      await eventOf(
        under,
        id,
        ({ type, sequence, data }) => type === 'TaskFinished' && data.taskKey === 'b' && sequence > before,
      )
      return taskOf(under, id, 'b')
    }
    const tip = repository.git('rev-parse', 'coppice/run-1')
    expect(await nextEnd('coppice/work/run-1/b')).toMatchObject({ status: 'CONFLICT', conflictFiles: ['shared.txt'] })
    const refused = await nextEnd(resolvedBy(repository, 1, 'b', 'bad\n'))
    expect(refused).toMatchObject({ status: 'FAILED', attempts: 1 })
    expect(refused.statusReason).toMatch(/^verify failed/)
    expect(repository.git('rev-parse', 'coppice/run-1')).toBe(tip)
    expect(await nextEnd(resolvedBy(repository, 1, 'b', 'good\n'))).toMatchObject({ status: 'COMPLETED', attempts: 1 })
    await under.engine.cancel({ runId: id })
    await finished(under, id)
  })

  it('a commit that conflicts starts no conflict session, although the task may have one', async () => {
    const [a, b] = [write('a'), { ...write('b'), run: 'exit 1', resolve: 'echo resolved > shared.txt' }]
    const plan = commandPlan([a, b, { key: 'waits', epic: 'e', run: 'sleep 600' }], { defaults: { maxAttempts: 1 } })
    const { project, repository } = await projectWith(under, plan)
    const { id } = await startParallel(under, project)
    await taskEnded(under, id, 'a', 'COMPLETED')
    await taskEnded(under, id, 'b', 'FAILED')
    const task = await taskOf(under, id, 'b')
    repository.git('checkout', '-q', '-b', 'by-hand')
    repository.write('shared.txt', 'mine\n')
    repository.git('add', '.')
    repository.git('commit', '-qm', 'by hand')
    await under.engine.resolveTask({ runTaskId: task.id, commit: 'by-hand' })
    await eventOf(under, id, ({ type, data }) => type === 'MergeConflicted' && data.taskKey === 'b')
    await taskEnded(under, id, 'b', 'CONFLICT')
    expect(await taskOf(under, id, 'b')).toMatchObject({ conflictFiles: ['shared.txt'], conflictSessions: 0 })
    expect((await under.database.store.sessionsOf([task.id])).map(({ kind }) => kind)).toEqual(['WORK'])
    await under.engine.cancel({ runId: id })
    await finished(under, id)
  })

  it('refuses what cannot be the work of the task, and says what to do', async () => {
    const plan = commandPlan([write('a'), write('b')], { copy: ['./.env'] })
    const { project, repository } = await projectWith(under, plan)
    repository.write('.env', 'secret')
    const { run, tasks } = await finished(under, (await startParallel(under, project)).id)
    const [a, b] = tasks
    const resolve = (runTaskId: string | undefined, commit: string) =>
      under.engine.resolveTask({ runTaskId: runTaskId ?? '', commit })
    await expect(resolve('00000000-0000-4000-8000-000000000000', 'HEAD')).rejects.toThrow(
      'No run has a task with this id',
    )
    await expect(resolve(a?.id, 'HEAD')).rejects.toThrow('a is COMPLETED; there is nothing to resolve')
    for (const bad of ['', '--all', 'a\0b', 'x'.repeat(300)])
      await expect(resolve(b?.id, bad)).rejects.toThrow(/There is no commit/)
    const alone = repository.git('commit-tree', '-m', 'alone', 'HEAD^{tree}')
    await expect(resolve(b?.id, alone)).rejects.toThrow(
      /is not built on [0-9a-f]{12}, from which run 1 started.*git switch -c fix-b coppice\/work\/run-1\/b/,
    )
    repository.git('checkout', '-q', '-b', 'with-env')
    repository.git('add', '-f', '.env')
    repository.git('commit', '-qm', 'env')
    await expect(resolve(b?.id, 'with-env')).rejects.toThrow(/contains \.env, which the plan copies or links/)
    // I5: a file that a later commit removes stays in the history. The plan may write its path as `./.env`.
    repository.git('rm', '-q', '--cached', '.env')
    repository.git('commit', '-qm', 'no env')
    await expect(resolve(b?.id, 'with-env')).rejects.toThrow(/contains \.env, which the plan copies or links/)
    repository.git('checkout', '-q', 'main')
    repository.write('.env', 'secret')
    const changed = commandPlan([write('a'), { ...write('b'), description: 'Another text' } as never], {
      copy: ['.env'],
    })
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(changed) })
    await expect(resolve(b?.id, 'main')).rejects.toThrow(/b has another text or agent in the plan.*coppice mark-done b/)
    expect(run.status).toBe('FAILED')
  })
})
