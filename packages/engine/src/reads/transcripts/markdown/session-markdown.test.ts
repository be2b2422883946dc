import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { SessionRecord } from '../../../domain/records.ts'
import type { SessionFact } from '../../../domain/session-facts.ts'
import { withoutColours } from '../../../domain/text-search.ts'
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

it('uses fences that nothing can close although colours split the backticks, also in a text in a file of its own', async () => {
  const text = `${'x'.repeat(200_000)}\n\`\u001b[31m\`\`\u001b[0m\`\`\n${'y'.repeat(100_000)}`
  const found = fences(await exported([[{ type: 'ToolAnswered', callId: '1', isError: false, text }]]))
  expect(found).toEqual(['Do it.', withoutColours(text)])
})

it('keeps the name of a tool on one line, and a quote that contains carriage returns in the quote', async () => {
  const text = await exported([
    [
      { type: 'ToolCalled', callId: '1', tool: 'a`b\n\n# heading\r```', text: '{}' },
      { type: 'ToolAnswered', callId: '1', isError: false, text: 'ok' },
      { type: 'Said', text: 'one\r# heading\r\ntwo' },
    ],
  ])
  expect(text).toContain("**Tool call** `a'b # heading '''` ·")
  expect(text).toContain("**Result** of `a'b # heading '''` ·")
  expect(text).toContain('> one\n> # heading\n> two\n')
  expect(text).not.toMatch(/[\n\r]# heading/)
})

it('warns when the output cannot be read, and not when a client disconnects', async () => {
  const { parts, session, root } = recordedSessions()
  const warned: unknown[] = []
  const log = { ...parts.log, warn: (...args: unknown[]) => void warned.push(args) }
  const { id } = await session([{ type: 'Said', text: 'one' }], [{ type: 'Noticed', text: 'two' }])
  const pieces = sessionMarkdown({ ...parts, log }, { ...RECORD, id })
  for await (const piece of { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) })
    if (piece.includes('> one')) break
  await expect(pieces.throw(new Error('the client has disconnected'))).rejects.toThrow('disconnected')
  expect(warned).toEqual([])
  const unreadable = randomUUID()
  mkdirSync(`${root}/${unreadable}/output.jsonl`, { recursive: true })
  let text = ''
  for await (const piece of sessionMarkdown({ ...parts, log }, { ...RECORD, id: unreadable })) text += piece
  expect(text).toContain('*The output could not be read.')
  expect(warned).toHaveLength(1)
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
