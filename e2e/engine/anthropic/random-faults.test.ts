import type { FaultInput } from '@coppice/messages-simulator'
import { killIfAlive, until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { callsOf, givenAgents, givenTasks, hostOf, sessionsOf, tokensOf, writes } from './given-agents.ts'

/** How many runs have random faults and kills. A long search: COPPICE_KILLS=50. */
const RUNS = Number(process.env.COPPICE_KILLS ?? 1)
const KEYS = ['a', 'b', 'c']
const FAULTS: FaultInput[] = [
  { kind: 'cut' },
  { kind: 'end-early', after: 0.9 },
  { kind: 'error-event' },
  { kind: 'status', status: 529, retryAfterSeconds: 0.1 },
  { kind: 'status', status: 500 },
  { kind: 'no-response' },
]

it(`R1, M1: in ${RUNS} runs with random faults and kills of hosts, no recorded reply is bought twice, and all tokens are counted`, {
  timeout: RUNS * 900_000,
}, async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const script = (key: string) => ({
      steps: [writes(`${key}1`), writes(`${key}2`), writes(`${key}3`), { text: 'Done.' }],
    })
    const scripts = Object.fromEntries(KEYS.map((key) => [key, script(key)]))
    const agents = await givenAgents(scripts, {
      randomFaults: { rate: 0.3, faults: FAULTS },
      seed,
      pace: { firstTokenMs: 100 },
    })
    const { project } = await givenTasks(agents, KEYS, { maxAttempts: 6 })
    const { id } = await startParallel(agents.under, project, 3)
    const end = finished(agents.under, id)
    let isOver = false
    void end.then(() => (isOver = true))
    for (let kills = 0; kills < 3 && !isOver; kills += 1) {
      // The number of facts before a kill is random, so that it comes at any point of a turn.
      const facts = 1 + Math.floor(Math.random() * 12)
      const host = await until(`a host with ${facts} facts`, async () => {
        if (isOver) return 'none'
        const sessions = await sessionsOf(agents, id)
        const running = sessions.filter((one) => one.status === 'RUNNING' && one.facts.length >= facts)
        return running.map((one) => hostOf(one.id)).find((pid) => pid !== null)
      })
      if (host !== 'none') killIfAlive(host)
    }
    const { tasks, run } = await end
    expect({ seed, statuses: tasks.map(({ status }) => status) }).toEqual({
      seed,
      statuses: KEYS.map(() => 'COMPLETED'),
    })
    const sessions = await sessionsOf(agents, run.id)
    for (const { id: taskId, key } of tasks) {
      const ofTask = sessions.filter(({ runTaskId }) => runTaskId === taskId)
      const served = agents.simulator.served.filter((one) => one.script === key)
      const recorded = ofTask.flatMap(({ facts }) => callsOf(facts)).map(({ requestId }) => requestId)
      const turns = recorded.map((requestId) => served.find((one) => one.requestId === requestId)?.turn)
      expect({ seed, key, turns }).toEqual({ seed, key, turns: [...new Set(turns)] })
      const counted = ofTask.map(({ metrics }) => metrics.outputTokens ?? 0).reduce((sum, one) => sum + one, 0)
      expect(counted).toBeLessThanOrEqual(tokensOf(served).outputTokens)
      const complete = served.filter(({ requestId }) => recorded.includes(requestId))
      expect(counted).toBeGreaterThanOrEqual(tokensOf(complete).outputTokens)
    }
    await agents.close()
  }
})
