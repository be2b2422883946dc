import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signalAll, testWhere } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { sessionsOf, tokensOf, writes } from '../anthropic/given-agents.ts'
import { finished, startParallel } from '../engine-under-test.ts'
import { argumentsOf, livingProcesses } from '../living-processes.ts'
import { CLAUDE_CODE, factOf, givenAcp, givenAcpTasks, OPENCODE, questionOf, waitsFor } from './given-acp.ts'
import { AGENTS, installAgent } from './installed-agents.ts'

/** A real agent needs seconds to start, and much more on a busy machine. */
const PATIENCE = { timeout: 900_000 }

for (const agent of [CLAUDE_CODE, OPENCODE]) {
  const lack = await installAgent(agent.preset)
  const test = testWhere(it, lack === null, lack ?? '')
  const isClaude = agent === CLAUDE_CODE

  test(
    `${agent.preset}: S3, M1: the real agent commits files; what it said and used is recorded, and nothing is left`,
    PATIENCE,
    async () => {
      const agents = await givenAcp({
        a: { steps: [{ thinking: 'A file is missing.', ...writes('a') }, { text: 'Done.' }] },
      })
      const { project, repository } = await givenAcpTasks(agents, agent, ['a'])
      const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
      expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
      expect(repository.git('show', 'main:a.txt')).toBe('a')
      const [session] = await sessionsOf(agents, run.id)
      expect(session).toMatchObject({ provider: isClaude ? 'anthropic' : 'opencode', model: agent.model })
      expect(session?.facts.map(({ type }) => type)).toEqual(
        expect.arrayContaining([
          'ConversationNamed',
          'Thought',
          'Said',
          'ToolCalled',
          'ToolAnswered',
          'Claimed',
          'Checked',
        ]),
      )
      const served = tokensOf(agents.simulator.served)
      if (isClaude) expect(session?.metrics).toMatchObject(served)
      else expect(session?.metrics).toMatchObject({ inputTokens: null, reportedCostMicroUsd: expect.any(Number) })
      expect(livingProcesses(session?.id ?? '')).toEqual([])
    },
  )

  test(`${agent.preset}: a person answers a permission of the real agent, which waits for it`, PATIENCE, async () => {
    const agents = await givenAcp({ a: { steps: [writes('a'), { text: 'Done.' }] } })
    const { project } = await givenAcpTasks(agents, agent, ['a'], { permissions: 'ask' })
    const { id } = await startParallel(agents.under, project)
    const { sessionId, question } = await questionOf(agents, id)
    expect(question.text).toContain('git commit')
    const optionId = question.options.find(({ kind }) => kind === 'allow-once')?.id ?? ''
    await agents.under.engine.answerQuestion({ sessionId, askId: question.askId, optionId })
    const { tasks } = await finished(agents.under, id)
    expect(tasks).toMatchObject([{ status: 'COMPLETED' }])
  })

  test(
    `${agent.preset}: C1, M1: a cancel ends the real agent within a tool; its use is recorded, and nothing is alive`,
    PATIENCE,
    async () => {
      const agents = await givenAcp({ a: { steps: [waitsFor('never')] } })
      const { project } = await givenAcpTasks(agents, agent, ['a'])
      const { id } = await startParallel(agents.under, project)
      const { session } = await factOf(agents, id, 'ToolCalled')
      await agents.under.engine.cancel({ runId: id })
      await finished(agents.under, id)
      expect(livingProcesses(session.id)).toEqual([])
      const [ended] = await sessionsOf(agents, id)
      expect(ended?.status).toBe('CANCELLED')
      expect(ended?.facts.filter(({ type }) => type === 'ToolAnswered')).toHaveLength(1)
      // Claude Code does not count a request beside the conversation that ends after the cancel.
      const { served } = agents.simulator
      const possible = [served, served.filter(({ side }) => side === null)].map(tokensOf)
      const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = ended?.metrics ?? {}
      const used = { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }
      if (isClaude) expect(possible).toContainEqual(used)
      // OpenCode reports nothing about a turn that is cancelled.
      else expect(ended?.metrics.reportedCostMicroUsd).toBeNull()
    },
  )

  test(`${agent.preset}: a person writes to the real agent, which gets the message once`, PATIENCE, async () => {
    const agents = await givenAcp({ a: { steps: [writes('a'), waitsFor('go.flag'), { text: 'Understood.' }] } })
    const { project } = await givenAcpTasks(agents, agent, ['a'])
    const { id } = await startParallel(agents.under, project)
    const { session } = await factOf(agents, id, 'ToolCalled', ({ text }) => text.includes('go.flag'))
    const sent = await agents.under.engine.sendMessage({ sessionId: session.id, text: 'Use tabs.' })
    const { worktreePath } = (await agents.under.database.store.session(session.id)) ?? {}
    if (isClaude) await factOf(agents, id, 'Received')
    writeFileSync(join(worktreePath ?? '', 'go.flag'), '')
    const { tasks } = await finished(agents.under, id)
    expect(tasks).toMatchObject([{ status: 'COMPLETED' }])
    expect(await agents.under.database.store.sessionMessage(sent.id)).toMatchObject({
      acknowledgedAt: expect.any(Number),
    })
  })

  test(
    `${agent.preset}: R1: after kill -9 of the host and the real agent, the next attempt continues the conversation`,
    PATIENCE,
    async () => {
      const agents = await givenAcp({ a: { steps: [writes('a'), waitsFor('never'), writes('b'), { text: 'Done.' }] } })
      const { project, repository } = await givenAcpTasks(agents, agent, ['a'])
      const { id } = await startParallel(agents.under, project)
      const { session } = await factOf(agents, id, 'ToolCalled', ({ text }) => text.includes('never'))
      // The shell of the tool stays alive: Coppice ends it before the next attempt.
      signalAll(livingProcesses(session.id).filter(isHostOrAgent), 'SIGKILL')
      const { tasks } = await finished(agents.under, id)
      expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 2 }])
      expect(repository.git('show', 'main:a.txt', 'main:b.txt')).toBe('a\nb')
      const [first, second] = await sessionsOf(agents, id)
      expect(second?.conversationId).toBe(first?.conversationId)
      expect(livingProcesses(session.id)).toEqual([])
      const turns = agents.simulator.served.filter(({ side }) => side === null).map(({ turn }) => turn)
      expect(turns.filter((turn) => turn === 1)).toHaveLength(1)
    },
  )
}

/** The arguments of the host contain its script, and those of the agent's processes the folder in which it is installed. */
function isHostOrAgent(pid: number): boolean {
  const [program = '', script = ''] = argumentsOf(pid)
  return script.endsWith('/host.ts') || [program, script].some((path) => path.startsWith(AGENTS))
}
