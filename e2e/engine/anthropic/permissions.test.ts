import { until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { givenAgents, givenTasks, sessionsOf, writes } from './given-agents.ts'

/** Runs a task whose agent must ask before it writes the file `asked.txt`, and gives it the answer. */
async function answered(optionId: 'allow' | 'reject') {
  const command = 'echo asked > asked.txt && git add -A && git commit -qm asked'
  const agents = await givenAgents({
    a: { steps: [writes('one'), { calls: [{ tool: 'bash', input: { command } }] }, { text: 'Done.' }] },
  })
  const { project, repository } = await givenTasks(agents, ['a'], { askBefore: ['asked.txt'] })
  const { id } = await startParallel(agents.under, project, 1)
  const session = await until('the question in the record', async () =>
    (await agents.under.database.store.sessions(id)).find(({ question }) => question !== null),
  )
  expect(session.question).toMatchObject({ text: `The agent wants to run: ${command}` })
  const askId = session.question?.askId ?? ''
  await agents.under.engine.sendMessage({ sessionId: session.id, text: 'Hurry up.' })
  await agents.under.engine.answerQuestion({ sessionId: session.id, askId, optionId })
  const { statuses, run } = await finished(agents.under, id)
  expect(statuses).toEqual({ a: 'COMPLETED' })
  const [{ facts } = { facts: [] }] = await sessionsOf(agents, run.id)
  const requests = agents.simulator.served.map(({ turn }) => turn)
  return { facts, repository, requests }
}

it('a command that needs a permission runs after a person has allowed it, and a message of meanwhile is not lost', async () => {
  const { facts, repository, requests } = await answered('allow')
  expect(repository.git('show', 'main:asked.txt')).toBe('asked')
  expect(facts).toContainEqual(expect.objectContaining({ type: 'PermissionAnswered', optionId: 'allow' }))
  expect(facts.filter(({ type }) => type === 'Received')).toHaveLength(2)
  expect(requests).toEqual([1, 2, 3])
})

it('a command that a person rejects does not run, and the model learns of it', async () => {
  const { facts, repository } = await answered('reject')
  expect(() => repository.git('cat-file', '-e', 'main:asked.txt')).toThrow()
  const refusal = { type: 'ToolAnswered', isError: true, text: expect.stringContaining('did not allow this command') }
  expect(facts).toContainEqual(expect.objectContaining(refusal))
})
