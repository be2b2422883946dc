import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { givenAgents, givenTasks, sessionsOf } from './given-agents.ts'

const CONFLICT = 'Resolve the merge conflict'
const bash = (command: string) => [{ tool: 'bash', input: { command } }]
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
  const agents = await givenAgents({
    a: { steps: [{ calls: writes('a') }, { text: 'Done.' }] },
    b: {
      steps: [
        { unlessPromptHas: CONFLICT, calls: writes('b') },
        { unlessPromptHas: CONFLICT, text: 'Done.' },
        { onlyIfPromptHas: CONFLICT, calls: bash('echo both > same.txt && git add same.txt') },
        { onlyIfPromptHas: CONFLICT, calls: bash('git diff --cached --stat') },
        { onlyIfPromptHas: CONFLICT, text: 'It is resolved.' },
      ],
      // The work has two replies, so the third is of the conflict session. The stall limit of 4 s lets the host wait at most 2 s by itself.
      faults: [{ turn: 3, fault: { kind: 'status', status: 429, retryAfterSeconds: 3 } }],
    },
  })
  const { project } = await givenTasks(agents, ['a', 'b'], { stall: '4s' })
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project, 2)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED' }, { status: 'COMPLETED', conflictSessions: 1 }])
  const [first, second] = (await sessionsOf(agents, run.id)).filter(({ kind }) => kind === 'CONFLICT')
  expect(first).toMatchObject({ status: 'ERROR', cutOff: true, error: expect.stringContaining('provider limit: 429') })
  expect(second).toMatchObject({ status: 'COMPLETED', conversationId: first?.conversationId })
})
