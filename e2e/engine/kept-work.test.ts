import { commandPlan } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  finished,
  projectWith,
  startParallel,
  taskEnded,
} from './engine-under-test.ts'

let under: EngineUnderTest
beforeAll(async () => {
  under = await engineUnderTest()
})
afterAll(() => under.close())

const NOISE = 'head -c 200000 /dev/urandom > noise'

describe('D5: kept work', () => {
  it('is listed with its task, its attempt, and the bytes that only its ref holds, until a person drops it', async () => {
    const plan = commandPlan([
      { key: 'a', epic: 'e', run: `${NOISE}; git add .; git commit -qm work; exit 1`, maxAttempts: 2 } as never,
      { key: 'b', epic: 'e', run: 'echo b > b.txt' },
    ])
    const { project, repository } = await projectWith(under, plan)
    const { run } = await finished(under, (await startParallel(under, project)).id)
    expect(run.status).toBe('FAILED')
    const kept = await under.engine.read.keptWork(project.id)
    const branch = 'refs/heads/coppice/work/run-1/a'
    expect(kept.map(({ ref, taskKey, attempt, run: number }) => [ref, taskKey, attempt, number])).toEqual([
      [branch, 'a', null, 1],
      ['refs/coppice/kept/run-1/a/1', 'a', 1, 1],
    ])
    expect(kept.map(({ reason }) => reason)).toEqual([
      'unmerged work of the last attempt',
      'work of an earlier attempt',
    ])
    for (const item of kept) {
      const { bytes, committedAt } = await under.engine.read.keptSize(project.id, item)
      // Git cannot compress the 200,000 random bytes of the work, so it needs slightly more than that.
      expect(bytes).toBeGreaterThan(200_000)
      expect(bytes).toBeLessThan(250_000)
      expect(committedAt).toBeGreaterThan(Date.UTC(2020, 0))
    }
    const [, first] = kept
    if (!first) throw new Error('nothing is kept')
    repository.git('update-ref', 'refs/heads/mine', first.commit)
    expect(await under.engine.read.keptSize(project.id, first)).toMatchObject({ bytes: 0 })

    const drop = (ref: string, commit: string) => under.engine.dropKeptWork({ projectId: project.id, ref, commit })
    for (const [ref, commit] of [
      ['refs/heads/main', repository.git('rev-parse', 'main')],
      ['refs/heads/mine', first.commit],
      [branch, first.commit],
    ] as const)
      await expect(drop(ref, commit)).rejects.toThrow(/keeps no work at/)
    await drop(first.ref, first.commit)
    expect((await under.engine.read.keptWork(project.id)).map(({ ref }) => ref)).toEqual([branch])
    expect(repository.git('rev-parse', 'mine')).toBe(first.commit)
  })

  it('D6: is not merged by the next run after it was dropped; it is not dropped while a run is active', async () => {
    const conflicting = (key: string) => ({ key, epic: 'e', run: `echo ${key} > shared.txt` })
    const slow = { key: 'slow', epic: 'f', run: 'sleep 600' }
    const { project, repository } = await projectWith(under, commandPlan([conflicting('a'), conflicting('b')]))
    await finished(under, (await startParallel(under, project)).id)
    const [kept] = await under.engine.read.keptWork(project.id)
    if (!kept) throw new Error('nothing is kept')
    expect(kept.taskKey).toBe('b')
    const source = JSON.stringify(commandPlan([conflicting('a'), conflicting('b'), slow]))
    await under.engine.importPlan({ projectId: project.id, source })
    const drop = () => under.engine.dropKeptWork({ projectId: project.id, ref: kept.ref, commit: kept.commit })
    const b = async () => (await under.database.store.runTasks(kept.runId)).find(({ key }) => key === 'b')
    expect((await b())?.workCommit).toBe(kept.commit)
    const { id } = await startParallel(under, project)
    await expect(drop()).rejects.toThrow(/^Run 2 is active and may merge kept work/)
    await taskEnded(under, id, 'b', 'COMPLETED')
    await under.engine.cancel({ runId: id })
    await finished(under, id)

    const other = await projectWith(under, commandPlan([conflicting('a'), conflicting('b')]))
    await finished(under, (await startParallel(under, other.project)).id)
    const [item] = await under.engine.read.keptWork(other.project.id)
    if (!item) throw new Error('nothing is kept')
    await under.engine.dropKeptWork({ projectId: other.project.id, ref: item.ref, commit: item.commit })
    const { tasks } = await finished(under, (await startParallel(under, other.project)).id)
    expect(tasks.map(({ key, keptFromRunId, attempts }) => ({ key, keptFromRunId, attempts }))).toEqual([
      { key: 'b', keptFromRunId: null, attempts: 1 },
    ])
    expect(repository.git('for-each-ref', 'refs/coppice/kept')).toBe('')
  })
})
