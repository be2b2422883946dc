import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, eventOf, finished, projectWith, startParallel, taskOf } from './engine-under-test.ts'
import { eventsOf } from './no-contradiction.ts'

const KEYS = ['a', 'b', 'c', 'd', 'e']

interface Given {
  verifyTogether: number
  /** A shell command that fails on a red tree. `HOME_OF_TEST` is the folder of the engine. */
  check?: string
  /** Is called at each fail point. */
  reach?: (point: string) => void
}

/**
 * Starts a run whose first task ends last, so that the work of all five tasks waits to be merged when `go` is called. Each verify adds a
 * line to a file.
 */
async function fiveWaiting({ verifyTogether, check = 'true', reach = () => {} }: Given) {
  const under = await engineUnderTest('pglite', { reach })
  onTestFinished(() => under.close())
  const gate = join(under.home, 'go')
  const work = (key: string) => `echo ${key} > ${key}.txt`
  const tasks = KEYS.map((key) => ({
    key,
    epic: 'x',
    run: key === 'a' ? `until [ -e ${gate} ]; do sleep 0.05; done; ${work(key)}` : work(key),
  }))
  const verified = join(under.home, 'verified')
  const verify = [
    `ls *.txt | tr '\\n' ' ' >> ${verified}; echo >> ${verified}`,
    check.replace('HOME_OF_TEST', under.home),
  ]
  const plan = commandPlan(tasks, { verify, verifyTogether, defaults: { maxAttempts: 1 } })
  const { project, repository } = await projectWith(under, plan, { 'base.txt': 'base\n' })
  const { id } = await startParallel(under, project, KEYS.length)
  await until('the work of all other tasks', async () => {
    const merging = (await under.database.store.runTasks(id)).filter(({ status }) => status === 'MERGING')
    return merging.length === KEYS.length - 1
  })
  return {
    under,
    id,
    repository,
    go: () => writeFileSync(gate, ''),
    /** The trees that were verified, as the names of their files without the file of the base. */
    verified: () =>
      readFileSync(verified, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replaceAll(/base\.txt|\.txt|\s/g, '')),
    merged: () =>
      repository
        .git('log', '--first-parent', '--reverse', '--format=%(trailers:key=Coppice-Task,valueonly)', 'coppice/run-1')
        .split('\n')
        .filter(Boolean),
    tree: () => repository.git('rev-parse', 'coppice/run-1^{tree}'),
  }
}

it('D1, D3, S2: waiting merges are verified together, a red chain is halved, and the result is that of one-by-one verifies', async () => {
  const check = '! test -e c.txt'
  const together = await fiveWaiting({ verifyTogether: 8, check })
  together.go()
  const ended = await finished(together.under, together.id)
  expect(together.verified()).toEqual(['', 'abcde', 'ab', 'abc', 'abde'])
  expect(ended.run.deliveryStatus).toBe('DELIVERED')
  const reasons = ended.tasks.map(({ key, statusReason }) => [key, statusReason])
  expect(Object.fromEntries(reasons)).toEqual({
    a: 'verified together with b',
    b: null,
    c: 'verify failed: ! test -e c.txt, exit code 1',
    d: 'verified together with e',
    e: null,
  })

  const single = await fiveWaiting({ verifyTogether: 1, check })
  single.go()
  const { statuses } = await finished(single.under, single.id)
  expect(single.verified()).toEqual(['', 'a', 'ab', 'abc', 'abd', 'abde'])
  expect(ended.statuses).toEqual(statuses)
  expect([together.tree(), together.merged()]).toEqual([single.tree(), single.merged()])
})

it('S7: a task that is cancelled while its chain is verified is not merged, and the others are, each once', async () => {
  const check =
    'n=0; while [ ! -e HOME_OF_TEST/open ] && [ -e c.txt ] && [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.1; done'
  const { under, id, go, merged } = await fiveWaiting({ verifyTogether: 8, check })
  go()
  await eventOf(
    under,
    id,
    ({ type, data }) => type === 'TaskPhaseChanged' && data.taskKey === 'e' && data.phase === 'VERIFY',
  )
  await under.engine.cancelTask({ runTaskId: (await taskOf(under, id, 'c')).id })
  writeFileSync(join(under.home, 'open'), '')
  const { statuses } = await finished(under, id)
  expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'CANCELLED', d: 'COMPLETED', e: 'COMPLETED' })
  expect(merged()).toEqual(['a', 'b', 'd', 'e'])
})

it.each(['merge.branch-moved', 'merge.recorded'])(
  'R1: when the owner of a run dies at %s of a chain, each task is merged exactly once and recorded',
  async (where) => {
    let dies = false
    const reach = (point: string) => {
      if (!dies || point !== where) return
      dies = false
      throw new Error(`died at ${point}`)
    }
    const { under, id, go, merged } = await fiveWaiting({ verifyTogether: 8, reach })
    dies = true
    go()
    const { run, statuses } = await finished(under, id)
    expect(dies, 'the point was reached').toBe(false)
    expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
    expect(Object.values(statuses)).toEqual(KEYS.map(() => 'COMPLETED'))
    expect(merged()).toEqual(KEYS)
    const events = await eventsOf(under, id)
    expect(events.filter(({ type }) => type === 'TaskMerged')).toHaveLength(KEYS.length)
  },
)
