import { type Agent, agents, type SessionFact } from '@coppice/engine'
import { commandPlan, Gate, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const command = agents.get('command')
if (command === undefined) throw new Error('there is no agent command')

/** An agent that prints its facts, and gets the conversation to resume in variables. */
const talker: Agent = {
  ...command,
  stdout: 'records',
  isFollowed: true,
  start(work) {
    const started = command.start(work)
    const { conversationId = '', sessionId = '' } = work.resume ?? {}
    return started && { ...started, env: { RESUME: conversationId, RESUMED_SESSION: sessionId } }
  },
  facts: (_, line) => [JSON.parse(line) as SessionFact],
}
const print = (fact: SessionFact): string => `echo '${JSON.stringify(fact)}'`

it('R1: an interrupted attempt continues its conversation, and one that failed begins a new one', async () => {
  const first = await engineUnderTest('pglite', { agents: new Map([['command', talker]]) })
  const gate = new Gate()
  onTestFinished(() => gate.close())
  const name = print({ type: 'ConversationNamed', conversationId: 'talk-1' })
  const run = [
    `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${name}; ${gate.wait}; fi`,
    `if [ "$COPPICE_ATTEMPT" = 2 ]; then ${name}; echo "$RESUME $RESUMED_SESSION" > resumed.txt; exit 1; fi`,
    'echo "new$RESUME" > new.txt',
  ].join('; ')
  const { project, repository } = await projectWith(first, commandPlan([{ key: 'a', epic: 'x', run }]))
  const { id } = await startParallel(first, project)
  const cutOff = await until('the conversation in the record', async () =>
    (await first.database.store.sessions(id)).find(({ conversationId }) => conversationId === 'talk-1'),
  )
  expect(cutOff.status).toBe('RUNNING')
  await first.engine.stop('interrupt')
  const next = await first.restart()
  onTestFinished(() => next.close())
  const { run: ended, tasks } = await finished(next, id)
  expect(ended.status).toBe('COMPLETED')
  expect(tasks[0]?.attempts).toBe(3)
  expect(repository.git('show', 'main:new.txt')).toBe('new')
  const [, second] = await next.database.store.sessions(id)
  expect(second).toMatchObject({ status: 'ERROR', conversationId: 'talk-1' })
  expect(repository.git('show', `${second?.tipCommit}:resumed.txt`)).toBe(`talk-1 ${cutOff.id}`)
})
