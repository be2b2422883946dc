import { type Agent, agents, type SessionFact } from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const command = agents.get('command')
if (command === undefined) throw new Error('there is no agent command')

/** An agent that prints its facts, and keeps what it is told. */
const talker: Agent = {
  ...command,
  stdout: 'records',
  isFollowed: true,
  canResume: true,
  takesModel: true,
  start(work) {
    const started = command.start(work)
    return started && { ...started, env: { RESUME: work.resume?.conversationId ?? '' } }
  },
  facts: (_, line) => [JSON.parse(line) as SessionFact],
}
const named = (id: string): string =>
  `echo '${JSON.stringify({ type: 'ConversationNamed', conversationId: id } satisfies SessionFact)}'`
const VERIFY = 'cat a.txt b.txt 2>/dev/null; ! grep -q wrong *.txt'

async function given(tasks: Parameters<typeof commandPlan>[0], parts: Parameters<typeof engineUnderTest>[1] = {}) {
  const under = await engineUnderTest('pglite', { agents: new Map([['command', talker]]), ...parts })
  onTestFinished(() => under.close())
  const made = await projectWith(under, commandPlan(tasks, { verify: VERIFY }))
  return { under, ...made }
}

it('S5, D3: after a refused verify the same conversation continues in its files, merged with the tip; it counts, and the slot was free', async () => {
  // Both begin at the same commit, and a is merged first. So the work of b lacks the tip.
  const run = [
    `${named('talk-b')}; cp "$COPPICE_PROMPT_FILE" told.md`,
    'if [ "$COPPICE_ATTEMPT" = 1 ]; then echo wrong > b.txt; git add .; git commit -qm "Add b"; exit; fi',
    '{ echo "$RESUME"; git log -1 --format=%s; cat a.txt; } > seen.txt; echo right > b.txt',
  ].join('; ')
  const { under, project, repository } = await given([
    { key: 'a', epic: 'x', run: `${named('talk-a')}; echo from-a > a.txt` },
    { key: 'b', epic: 'x', run },
  ])
  const { id } = await startParallel(under, project, 2)
  const { run: ended, tasks } = await finished(under, id)
  expect(ended.status).toBe('COMPLETED')
  expect(tasks).toMatchObject([{ attempts: 1 }, { attempts: 2, countedAttempts: 1, conflictSessions: 0 }])
  expect(repository.git('show', 'main:seen.txt')).toBe('talk-b\nAdd b\nfrom-a')
  expect(repository.git('show', 'main:b.txt')).toBe('right')
  const sessions = (await under.database.store.sessions(id)).filter(({ runTaskId }) => runTaskId === tasks[1]?.id)
  const [first, second] = sessions
  expect(second).toMatchObject({ startCommit: first?.tipCommit, baseCommit: tasks[0]?.commit })
  // What the agent was told is stored, with the end of what verify printed.
  expect(second?.prompt).toBe(`${repository.git('show', 'main:told.md')}\n`)
  expect(second?.prompt).toMatch(/verify failed: cat a[\s\S]*from-a\nwrong\n[\s\S]*completes this merge/)
  expect(repository.git('log', '--format=%P', '-1', `${second?.tipCommit}`).split(' ')).toContain(tasks[0]?.commit)
})

it('M3: a stronger model begins a new conversation at the tip, and the failure is in its prompt', async () => {
  const run = `${named('talk')}; echo "$RESUME" > new.txt; if [ "$COPPICE_ATTEMPT" = 1 ]; then echo wrong > b.txt; fi`
  const { under, project, repository } = await given([{ key: 'b', epic: 'x', run }], {
    chooseSession: ({ settings, qualityFailures }) => ({
      ...{ model: `tier-${qualityFailures}`, provider: settings.agent.kind, choice: null, domain: 'general' },
    }),
  })
  const { id } = await startParallel(under, project)
  const { tasks } = await finished(under, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2 }])
  expect(repository.git('show', 'main:new.txt')).toBe('')
  const [, second] = await under.database.store.sessions(id)
  expect(second).toMatchObject({ model: 'tier-1', startCommit: second?.baseCommit })
  expect(second?.prompt).toMatch(/## Action Required[\s\S]*## What Went Wrong Before/)
})
