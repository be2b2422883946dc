import { expect, it } from 'vitest'
import { finished, startParallel } from '../engine-under-test.ts'
import { callsOf, givenAgents, givenTasks, sessionsOf, tokensOf, writes } from './given-agents.ts'

it('S3, M1: an agent writes files with the tools of the SDK; its transcript and its tokens are what the model served', async () => {
  const agents = await givenAgents({
    a: {
      steps: [
        { thinking: 'A file is missing.', ...writes('a') },
        { calls: [{ tool: 'write', input: { file_path: 'more/b.txt', content: 'b\n' } }] },
        { text: 'Both files\n\nare there.' },
      ],
    },
  })
  const { project, repository } = await givenTasks(agents, ['a'])
  const { run, tasks } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', attempts: 1 }])
  expect(repository.git('show', 'main:a.txt', 'main:more/b.txt')).toBe('a\nb')
  const [session] = await sessionsOf(agents, run.id)
  expect(session).toMatchObject({
    model: 'claude-haiku-4-5',
    provider: 'anthropic',
    conversationId: expect.any(String),
  })
  // A message of two paragraphs may arrive as two facts, of which the second continues the first.
  const begun = session?.facts.filter((fact) => !('continues' in fact && fact.continues))
  expect(
    begun?.map(({ type }) => type),
    JSON.stringify(session?.facts),
  ).toEqual([
    ...['ConversationNamed', 'ModelCalled', 'Thought', 'Said', 'ModelCalled', 'ToolCalled', 'ToolAnswered'],
    ...['ModelCalled', 'ModelCalled', 'ToolCalled', 'ToolAnswered'],
    ...['ModelCalled', 'Said', 'ModelCalled', 'Claimed', 'Checked'],
  ])
  const { served } = agents.simulator
  expect(callsOf(session?.facts ?? []).map(({ requestId }) => requestId)).toEqual(
    served.map(({ requestId }) => requestId),
  )
  // Claude Haiku 4.5: $1 input, $5 output, $0.10 read from the cache, $1.25 written to it, each for a million tokens.
  const costs = callsOf(session?.facts ?? []).map(({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }) =>
    Math.round(
      (inputTokens ?? 0) + 5 * (outputTokens ?? 0) + 0.1 * (cacheReadTokens ?? 0) + 1.25 * (cacheWriteTokens ?? 0),
    ),
  )
  const cost = costs.reduce((sum, one) => sum + one, 0)
  const metrics = { messageCount: 2, toolCallCount: 2, ...tokensOf(served) }
  const known = { costMicroUsd: cost, knownCostMicroUsd: cost, reportedCostMicroUsd: null }
  expect(session?.metrics).toEqual({ ...metrics, ...known })
  const ledger = await agents.under.database.prisma.ledgerEntry.findMany({ where: { sessionId: session?.id } })
  expect(ledger.map(({ costMicroUsd }) => Number(costMicroUsd)).toSorted()).toEqual(costs.toSorted())
  expect(metrics.cacheReadTokens).toBeGreaterThan(0)
})
