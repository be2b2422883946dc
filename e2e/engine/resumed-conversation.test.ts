import { type Agent, agents, type SessionFact } from '@coppice/engine'
import { commandPlan, Gate, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const command = agents.get('command')
if (command === undefined) throw new Error('there is no agent command')

/** An agent that prints its facts. It gets the ids of the conversation to resume in environment variables. */
const talker: Agent = {
  ...command,
  stdout: 'records',
  isFollowed: true,
  canResume: true,
  start(work) {
    const started = command.start(work)
    const { conversationId = '', sessionId = '' } = work.resume ?? {}
    return started && { ...started, env: { RESUME: conversationId, RESUMED_SESSION: sessionId } }
  },
  facts: (_, line) => [JSON.parse(line) as SessionFact],
}
const print = (fact: SessionFact): string => `echo '${JSON.stringify(fact)}'`
const NAME = print({ type: 'ConversationNamed', conversationId: 'talk-1' })
const BEFORE =
  'git commit -qm early --allow-empty; echo committed > one.txt; git add .; git commit -qm one; echo open > two.txt'

/** Starts a run and stops the server when the first session of the task has named its conversation. @returns the next server */
async function cutOff(agent: Agent, run: string, plan: Parameters<typeof commandPlan>[1] = {}) {
  const first = await engineUnderTest('pglite', { agents: new Map([['command', agent]]) })
  const { project, repository } = await projectWith(first, commandPlan([{ key: 'a', epic: 'x', run }], plan))
  const { id } = await startParallel(first, project)
  const session = await until('the conversation in the record', async () =>
    (await first.database.store.sessions(id)).find(({ conversationId }) => conversationId === 'talk-1'),
  )
  expect(session.status).toBe('RUNNING')
  await first.engine.stop('interrupt')
  const next = await first.restart()
  onTestFinished(() => next.close())
  return { id, next, repository, session }
}

const sessionsOf = (engine: EngineUnderTest, id: string) => engine.database.store.sessions(id)

function gateOfTest(): Gate {
  const gate = new Gate()
  onTestFinished(() => gate.close())
  return gate
}

it('R1: an interrupted attempt continues its conversation, and one that failed begins a new one', async () => {
  const gate = gateOfTest()
  const run = [
    `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${BEFORE}; ${NAME}; ${gate.wait}; fi`,
    `if [ "$COPPICE_ATTEMPT" = 2 ]; then ${NAME}; echo "$RESUME $RESUMED_SESSION" > resumed.txt; exit 1; fi`,
    'echo "new$RESUME" > new.txt; ls > files.txt',
  ].join('; ')
  const { id, next, repository, session } = await cutOff(talker, run)
  const { run: ended, tasks } = await finished(next, id)
  expect(ended.status).toBe('COMPLETED')
  expect(tasks[0]?.attempts).toBe(3)
  expect(repository.git('show', 'main:new.txt')).toBe('new')
  expect(repository.git('show', 'main:files.txt')).not.toContain('one.txt')
  const [first, second, third] = await sessionsOf(next, id)
  expect(second).toMatchObject({ status: 'ERROR', conversationId: 'talk-1' })
  expect(repository.git('show', `${second?.tipCommit}:resumed.txt`)).toBe(`talk-1 ${session.id}`)
  expect(repository.git('show', `${second?.tipCommit}:two.txt`)).toBe('open')
  expect(second).toMatchObject({ baseCommit: first?.baseCommit, startCommit: first?.tipCommit })
  const tellsOfInterruption = [first, second, third].map((one) => one?.prompt.includes('## Interruption'))
  expect(tellsOfInterruption).toEqual([false, true, false])
  expect(third).toMatchObject({ baseCommit: first?.baseCommit, startCommit: first?.baseCommit })
})

it('R1, S3: work that an attempt finished before its interruption is work, even if the next session adds nothing', async () => {
  const gate = gateOfTest()
  const run = `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${BEFORE}; ${NAME}; ${gate.wait}; fi`
  const { id, next, repository } = await cutOff(talker, run)
  const { run: ended, tasks } = await finished(next, id)
  expect(ended.status).toBe('COMPLETED')
  expect(tasks).toMatchObject([{ status: 'COMPLETED', noChange: false, attempts: 2, countedAttempts: 0 }])
  expect(repository.git('show', 'main:one.txt', 'main:two.txt')).toBe('committed\nopen')
  const [first, second] = await sessionsOf(next, id)
  expect(second?.tipCommit).toBe(first?.tipCommit)
  // D1: the merge has the work as its second parent.
  expect(repository.git('rev-parse', `${tasks[0]?.commit}^2`)).toBe(second?.tipCommit)
})

it('S5: a continued attempt that takes all of the work back has no work', async () => {
  const gate = gateOfTest()
  const run = [
    `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${BEFORE}; ${NAME}; ${gate.wait}; fi`,
    `git reset -q --hard "HEAD~3"`,
  ].join('; ')
  const { id, next } = await cutOff(talker, run, { defaults: { maxAttempts: 1 } })
  const { tasks } = await finished(next, id)
  expect(tasks).toMatchObject([{ status: 'FAILED', attempts: 2 }])
  expect(tasks[0]?.statusReason).toContain('left no commit and no change')
})

it('D5: the work of an interrupted attempt stays on a kept ref, even if the next session drops it', async () => {
  const gate = gateOfTest()
  const run = [
    `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${BEFORE}; ${NAME}; ${gate.wait}; fi`,
    `git reset -q --hard "HEAD~3"; echo other > other.txt`,
  ].join('; ')
  const { id, next, repository } = await cutOff(talker, run)
  const { run: ended } = await finished(next, id)
  expect(ended.status).toBe('COMPLETED')
  expect(repository.git('ls-tree', '--name-only', 'main').split('\n')).not.toContain('one.txt')
  expect(repository.git('show', `refs/coppice/kept/run-1/a/1:two.txt`)).toBe('open')
})

it('R1: an agent that cannot continue conversations starts at the base, without the files that it does not know', async () => {
  const gate = gateOfTest()
  const run = [
    `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${BEFORE}; ${NAME}; ${gate.wait}; fi`,
    'echo "new$RESUME" > new.txt',
  ].join('; ')
  const { id, next, repository } = await cutOff({ ...talker, canResume: false }, run)
  const { run: ended } = await finished(next, id)
  expect(ended.status).toBe('COMPLETED')
  expect(repository.git('show', 'main:new.txt')).toBe('new')
  expect(repository.git('ls-tree', '--name-only', 'main').split('\n')).not.toContain('one.txt')
})

it('S3: work that does not contain what the task needs is not continued, and stays on a kept ref', async () => {
  const gate = gateOfTest()
  const root = 'git reset -q --hard "$(git commit-tree -m root "HEAD^{tree}")"; echo lost > lost.txt'
  const run = [
    `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${root}; ${NAME}; ${gate.wait}; fi`,
    'echo "new$RESUME" > new.txt',
  ].join('; ')
  const { id, next, repository } = await cutOff(talker, run)
  const { run: ended } = await finished(next, id)
  expect(ended.status).toBe('COMPLETED')
  expect(repository.git('show', 'main:new.txt')).toBe('new')
  expect(repository.git('show', 'refs/coppice/kept/run-1/a/1:lost.txt')).toBe('lost')
})

/** Reports a limit that ends two seconds later. */
const LIMIT = `echo '{"type":"LimitReached","reason":"overloaded","until":'$(($(date +%s) * 1000 + 2000))'}'`

it.each([
  ['whose agent crashed', 'exit 9'],
  ['that a limit of its provider ended', LIMIT],
])(
  'R1, S5: an attempt after one %s continues its conversation and its files, also with another server',
  async (_, end) => {
    const crash: Agent['crash'] = () => ({ class: 'infrastructure', reason: 'the host is lost' })
    const first = await engineUnderTest('pglite', { agents: new Map([['command', { ...talker, crash }]]) })
    const run = `if [ "$COPPICE_ATTEMPT" = 1 ]; then ${BEFORE}; ${NAME}; ${end}; exit; fi; echo "$RESUME" > resumed.txt`
    const { project, repository } = await projectWith(first, commandPlan([{ key: 'a', epic: 'x', run }]))
    const { id } = await startParallel(first, project, 1)
    const ended = await until('the end of the first session', async () =>
      (await sessionsOf(first, id)).find(({ status }) => status === 'ERROR'),
    )
    expect(ended.cutOff).toBe(true)
    await first.engine.stop('interrupt')
    const next = await first.restart()
    onTestFinished(() => next.close())
    const { run: last, tasks } = await finished(next, id)
    expect(last.status).toBe('COMPLETED')
    expect(repository.git('show', 'main:resumed.txt', 'main:two.txt')).toBe('talk-1\nopen')
    expect(tasks[0]?.countedAttempts).toBe(end === LIMIT ? 0 : 1)
  },
)
