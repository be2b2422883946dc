import { expect, it } from 'vitest'
import { finished, projectWith, startParallel } from '../engine-under-test.ts'
import { HeldClock } from '../held-clock.ts'
import { givenAgents, givenTasks, holdOf, sessionsOf } from './given-agents.ts'

const CONFLICT = 'Resolve the merge conflict'
const bash = (command: string) => [{ tool: 'bash', input: { command } }]
const REFUSED = 'Your work was refused'
const writes = (text: string) => bash(`echo ${text} > same.txt && git add -A && git commit -qm ${text}`)

it('D4, S3: a session of the same model resolves a conflict; one that leaves a file in conflict is told so in the same conversation', async () => {
  const agents = await givenAgents({
    a: { steps: [{ calls: writes('a') }, { text: 'Done.' }] },
    b: {
      steps: [
        { unlessPromptHas: CONFLICT, calls: writes('b') },
        { unlessPromptHas: CONFLICT, text: 'Done.' },
        { onlyIfPromptHas: CONFLICT, text: 'It is resolved.' },
        { onlyIfPromptHas: CONFLICT, calls: bash('echo both > same.txt && git add same.txt') },
        { onlyIfPromptHas: CONFLICT, text: 'Now it is resolved.' },
      ],
    },
  })
  const { project, repository } = await givenTasks(agents, ['a', 'b'])
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project, 2)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED' }, { status: 'COMPLETED', conflictSessions: 1 }])
  expect(repository.git('show', 'main:same.txt')).toBe('both')
  const session = (await sessionsOf(agents, run.id)).find(({ kind }) => kind === 'CONFLICT')
  const findings = session?.facts.flatMap((fact) => (fact.type === 'Checked' ? [[fact.holds, fact.text]] : []))
  expect(findings).toEqual([
    [false, expect.stringContaining('same.txt')],
    [true, expect.stringContaining('no file is in conflict')],
  ])
})

it('D4, R1: a conflict session that a limit ended was cut off, and the next one continues its conversation', async () => {
  const scripts = {
    a: { steps: [{ calls: writes('a') }, { text: 'Done.' }] },
    b: {
      steps: [
        { unlessPromptHas: CONFLICT, calls: writes('b') },
        { unlessPromptHas: CONFLICT, text: 'Done.' },
        { onlyIfPromptHas: CONFLICT, calls: bash('echo both > same.txt && git add same.txt') },
        { onlyIfPromptHas: CONFLICT, calls: bash('git diff --cached --stat') },
        { onlyIfPromptHas: CONFLICT, text: 'It is resolved.' },
      ],
      // The work has two replies, so the third is of the conflict session.
      faults: [{ turn: 3, fault: { kind: 'status', status: 429, retryAfterSeconds: 36_000 } }],
    },
  } satisfies Parameters<typeof givenAgents>[0]
  const clock = new HeldClock()
  const agents = await givenAgents(scripts, {}, { clock })
  const { project } = await givenTasks(agents, ['a', 'b'])
  const { id } = await startParallel(agents.under, project, 2)
  clock.moveTo(await holdOf(agents, id))
  const { run, tasks } = await finished(agents.under, id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED' }, { status: 'COMPLETED', conflictSessions: 1 }])
  const [first, second] = (await sessionsOf(agents, run.id)).filter(({ kind }) => kind === 'CONFLICT')
  expect(first).toMatchObject({ status: 'ERROR', cutOff: true, error: expect.stringContaining('provider limit: 429') })
  expect(second).toMatchObject({ status: 'COMPLETED', conversationId: first?.conversationId })
})

it('S5, M1: after a refused verify the conversation continues and reads the cache', async () => {
  const agents = await givenAgents({
    a: {
      steps: [
        { unlessPromptHas: REFUSED, calls: writes('wrong') },
        { unlessPromptHas: REFUSED, text: 'Done.' },
        { onlyIfPromptHas: REFUSED, calls: writes('right') },
        { onlyIfPromptHas: REFUSED, text: 'Corrected.' },
      ],
    },
  })
  // The message about the refusal has the description of the task, and not its action.
  const { project, repository } = await projectWith(agents.under, {
    verify: '! grep wrong same.txt',
    defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', maxAttempts: 2 },
    epics: [{ key: 'e', tasks: [{ key: 'a', description: 'Add a [[script:a]]' }] }],
  })
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2, countedAttempts: 1 }])
  expect(repository.git('show', 'main:same.txt')).toBe('right')
  const [first, second] = await sessionsOf(agents, run.id)
  expect(second).toMatchObject({
    conversationId: first?.conversationId,
    model: first?.model,
    startCommit: first?.tipCommit,
  })
  expect(second?.prompt).toMatch(/Your work was refused[\s\S]*```\nwrong\n```/)
  // The first request of the second session reads what the first session had written to the cache.
  expect(agents.simulator.served.filter(({ side }) => side === null)[2]?.cacheRead).toBeGreaterThan(0)
})
