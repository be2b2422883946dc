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
  expect(session?.facts.map(({ type }) => type)).toEqual([
    ...['ConversationNamed', 'ModelCalled', 'Thought', 'Said', 'ModelCalled', 'ToolCalled', 'ToolAnswered'],
    ...['ModelCalled', 'ModelCalled', 'ToolCalled', 'ToolAnswered'],
    ...['ModelCalled', 'Said', 'ModelCalled', 'Claimed', 'Checked'],
  ])
  const { served } = agents.simulator
  expect(callsOf(session?.facts ?? []).map(({ requestId }) => requestId)).toEqual(
    served.map(({ requestId }) => requestId),
  )
  const metrics = { messageCount: 2, toolCallCount: 2, costMicroUsd: null, ...tokensOf(served) }
  expect(session?.metrics).toEqual(metrics)
  expect(metrics.cacheReadTokens).toBeGreaterThan(0)
})
