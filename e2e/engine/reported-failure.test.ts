import type { Agent, SessionFact } from '@coppice/engine'
import { agents } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

/** @returns an agent that prints its facts as JSON, one per line */
const host = (command: Agent): Agent => ({
  ...command,
  isFollowed: true,
  stdout: 'records',
  facts: (_, line) => [JSON.parse(line) as SessionFact],
})

const printed = (fact: SessionFact) => `echo '${JSON.stringify(fact)}'`

async function engineWithHosts() {
  const command = agents.get('command')
  if (command === undefined) throw new Error('there is no agent command')
  const under = await engineUnderTest('pglite', { agents: new Map([['command', host(command)]]) })
  onTestFinished(() => under.close())
  return under
}

it('S5: an agent that reports a failure of configuration is not started again, and the task’s reason says what to do', async () => {
  const under = await engineWithHosts()
  const reason = 'the provider refused the key (401): set ANTHROPIC_API_KEY to a valid key'
  const plan = commandPlan([
    { key: 'key', epic: 'x', run: `${printed({ type: 'Failed', class: 'configuration', reason })}; exit 1` },
    {
      key: 'net',
      epic: 'x',
      run: printed({ type: 'Failed', class: 'infrastructure', reason: 'lost' }),
      maxAttempts: 2,
    },
  ])
  const { project } = await projectWith(under, plan)
  const { tasks } = await finished(under, (await startParallel(under, project)).id)
  expect(tasks).toMatchObject([
    { status: 'FAILED', statusReason: reason, attempts: 1, lastFailure: { class: 'configuration' } },
    { status: 'FAILED', statusReason: 'lost', attempts: 2, lastFailure: { class: 'infrastructure' } },
  ])
})

it('M1: the end of a failed task and of its run include the cost of every attempt, also of the last one', async () => {
  const under = await engineWithHosts()
  const call: SessionFact = {
    // 200 tokens at 1 dollar a million, and 100 at 5.
    ...{ type: 'ModelCalled', requestId: 'r', model: 'claude-haiku-4-5', inputTokens: 200, outputTokens: 100 },
    ...{ cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0, reportedCostMicroUsd: null, partial: false },
  }
  const plan = commandPlan([{ key: 'a', epic: 'x', run: `${printed(call)}; exit 1`, maxAttempts: 2 }])
  const { project } = await projectWith(under, plan)
  const { id } = await startParallel(under, project)
  await finished(under, id)
  const events = await under.database.store.events(id, 0, 1_000)
  const costs = events.flatMap(({ type, data }) =>
    type === 'TaskFinished' || type === 'RunFinished' ? [[type, data.costMicroUsd]] : [],
  )
  expect(costs).toEqual([
    ['TaskFinished', 1_400],
    ['RunFinished', 1_400],
  ])
})
