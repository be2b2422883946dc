import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { SessionRecord } from '../../../domain/records.ts'
import type { SessionFact } from '../../../domain/session-facts.ts'
import { printed, recordedSessions } from '../fixtures/recorded.ts'
import { sessionMarkdown } from './session-markdown.ts'

const RECORD = {
  ...{ number: 7, attempt: 2, kind: 'WORK', agent: 'acp', model: 'm', status: 'COMPLETED', error: null },
  ...{ prompt: 'Do it.', worktreePath: '/w', startedAt: 0, endedAt: 1000, claim: { claim: 'done', text: 'I | did' } },
  metrics: {
    ...{ messageCount: 1, toolCallCount: 1, inputTokens: 10, outputTokens: null, cacheReadTokens: 3 },
    ...{ cacheWriteTokens: 0, costMicroUsd: 12_000 },
  },
} as SessionRecord

async function exported(facts: SessionFact[][], record: Partial<SessionRecord> = {}) {
  const { parts, session } = recordedSessions()
  const { id } = await session(...facts)
  let text = ''
  for await (const piece of sessionMarkdown(parts, { ...RECORD, id, ...record })) text += piece
  return text
}

/** @returns the texts in fences, read as Markdown reads them: a fence ends at a line of backticks that is at least as long */
function fences(markdown: string): string[] {
  const found: string[] = []
  let open: { ticks: number; lines: string[] } | null = null
  for (const line of markdown.split('\n')) {
    const ticks = /^(`{3,})\w*$/.exec(line)?.[1]?.length ?? 0
    if (open === null) open = ticks > 0 ? { ticks, lines: [] } : null
    else if (ticks >= open.ticks && /^`+$/.test(line)) {
      found.push(open.lines.join('\n'))
      open = null
    } else open.lines.push(line)
  }
  expect(open).toBeNull()
  return found
}

it('exports a session with its facts in order, its usage, its claim and its prompt', async () => {
  const text = await exported([
    [
      { type: 'Said', text: 'First\n\n# no heading' },
      { type: 'Said', text: 'continued', continues: true },
      { type: 'ToolCalled', callId: '1', tool: 'Bash', text: '{"command":"ls"}' },
      { type: 'ToolAnswered', callId: '1', isError: true, text: 'none' },
      printed('one'),
    ],
    [printed('\u001b[31mtwo\u001b[0m'), { type: 'Printed', stream: 'stderr', text: 'three' }],
    [{ type: 'Noticed', text: 'ada wrote: hello' }],
  ])
  expect(text).toContain('### Session 7: attempt 2\n')
  expect(text).toContain('| claim of the agent | done: I \\| did |\n')
  expect(text).toContain('| output tokens | not known |\n')
  expect(text).toContain('| cost | $0.0120 |\n')
  expect(text).toContain('> First\n>\n> # no heading\n> continued\n')
  expect(text).toContain('**Tool call** `Bash`')
  expect(text).toContain('**Error** of `Bash`')
  expect(text).toContain('> ada wrote: hello\n')
  expect(fences(text)).toEqual(['Do it.', '{"command":"ls"}', 'none', 'one\ntwo', 'three'])
})

it('uses fences that nothing in the text can close, also for a text in a file of its own', async () => {
  const hostile = ['```', 'inside', '``````'].join('\n')
  const long = `${'x'.repeat(200_000)}\n${'`'.repeat(9)}\n${'y'.repeat(100_000)}`
  const answers = [hostile, long].map((text) => ({ type: 'ToolAnswered', callId: '1', isError: false, text }) as const)
  const text = await exported([[...answers, printed('````'), printed('end')]], { prompt: hostile })
  expect(fences(text)).toEqual([hostile, hostile, long, '````\nend'])
})

it('R4: writes many printed lines in several blocks, so that none of them needs much memory', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(100)}`)
  const found = fences(await exported([lines.map(printed)])).slice(1)
  expect(found.join('\n').split('\n')).toEqual(lines)
  expect(Math.max(...found.map(({ length }) => length))).toBeLessThan(70_000)
})

it('says when the output is not there', async () => {
  const { parts } = recordedSessions()
  let text = ''
  for await (const piece of sessionMarkdown(parts, { ...RECORD, id: randomUUID() })) text += piece
  expect(text).toContain('*The output is not on this machine.*')
})
