import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { givenAgents, givenTasks, sessionsOf, writes } from './given-agents.ts'

const claims = (facts: readonly { type: string; holds?: boolean; claim?: string }[]) =>
  facts.flatMap(({ type, holds, claim }) => (type === 'Claimed' || type === 'Checked' ? [claim ?? holds] : []))

it('S3: an agent that claims success without work is told once what is missing; then its attempt fails, with claim and finding', async () => {
  const agents = await givenAgents({
    empty: { steps: [{ text: 'All done.' }, { text: 'Really done.' }] },
    late: { steps: [{ text: 'All done.' }, writes('late'), { text: 'Now it is there.' }] },
    unneeded: { steps: [{ text: 'It is there already.\n\nCOPPICE: no change needed' }] },
  })
  const keys = ['empty', 'late', 'unneeded']
  const { project, repository } = await givenTasks(agents, keys, { maxAttempts: 1 })
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([
    {
      status: 'FAILED',
      statusReason: expect.stringContaining('no commit and no change'),
      lastFailure: { class: 'work' },
    },
    { status: 'COMPLETED', noChange: false },
    { status: 'COMPLETED', noChange: true },
  ])
  expect(repository.git('show', 'main:late.txt')).toBe('late')
  const sessions = await sessionsOf(agents, run.id)
  const of = (key: string) => sessions.find(({ runTaskId }) => runTaskId === tasks.find((one) => one.key === key)?.id)
  expect(claims(of('empty')?.facts ?? [])).toEqual(['done', false, 'done', false])
  expect(claims(of('late')?.facts ?? [])).toEqual(['done', false, 'done', true])
  expect(claims(of('unneeded')?.facts ?? [])).toEqual(['no-change-needed'])
  const served = (key: string) => agents.simulator.served.filter(({ script }) => script === key).length
  expect(keys.map(served)).toEqual([2, 3, 1])
})
