import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import type { ModelCalled, SessionFact } from '../../domain/session-facts.ts'
import { outputOf } from '../../domain/session-output.ts'
import { type Journal, openJournal } from './journal.ts'
import { type SessionFolder, sessionFolder } from './session-folder.ts'

const NO_LIMIT = Number.MAX_SAFE_INTEGER

function newFolder(): SessionFolder {
  const root = mkdtempSync(join(tmpdir(), 'coppice-facts-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return sessionFolder(root, randomUUID())
}

const append = (journal: Journal, ...facts: SessionFact[]): Promise<void> =>
  journal.append(
    1,
    facts.map((fact) => ({ fact })),
    {},
  )

const call = (requestId: string, partial = false): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId, model: 'm', partial },
  ...{
    inputTokens: 10,
    outputTokens: 1,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    cacheWrite1hTokens: null,
    reportedCostMicroUsd: null,
  },
})
const printed = (text: string): SessionFact => ({ type: 'Printed', stream: 'stdout', text })

/** Texts of facts. Some are long, and some contain characters at which other programs would split lines. */
const text = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.string({ unit: fc.constantFrom('a', 'ö', '🌳', '\n', '\u2028', '"', '\\'), maxLength: 30 }),
  },
  { weight: 1, arbitrary: fc.constantFrom('ö'.repeat(80_000), '🌳'.repeat(40_000), 'x'.repeat(70_000)) },
)
const fact: fc.Arbitrary<SessionFact> = fc.oneof(
  text.map(printed),
  text.map((message) => ({ type: 'Said', text: message }) as const),
  text.map((answer) => ({ type: 'ToolAnswered', callId: '1', isError: false, text: answer }) as const),
  fc.constantFrom('a', 'b').map((id) => call(id)),
  fc.constantFrom<SessionFact>(
    { type: 'Received', messageId: 'x' },
    { type: 'ConversationNamed', conversationId: 'c' },
    { type: 'Failed', class: 'work', reason: 'no' },
  ),
)

it('R2: facts and output are each numbered without gaps, and every stored line is JSON', async () => {
  const batches = fc.array(fc.array(fact, { maxLength: 60 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(batches, fc.nat(), async (appended, pick) => {
      const folder = newFolder()
      const journal = openJournal(folder, NO_LIMIT)
      for (const facts of appended) await append(journal, ...facts)
      const all = appended.flat()
      const entries = all.map(outputOf).filter((output) => output !== null)
      for (const line of readFileSync(folder.journal, 'utf8').split('\n').slice(0, -1)) JSON.parse(line)
      for (const reader of [journal, openJournal(folder, NO_LIMIT)]) {
        const after = pick % (all.length + 1)
        const facts = await reader.facts(after, 50)
        expect(facts.map(({ sequence }) => sequence)).toEqual(numbers(after, Math.min(50, all.length - after)))
        expect(facts.map(({ type }) => type)).toEqual(all.slice(after, after + 50).map(({ type }) => type))
        const from = pick % (entries.length + 1)
        const output = await reader.output(from, 50)
        expect(output.map(({ sequence }) => sequence)).toEqual(numbers(from, Math.min(50, entries.length - from)))
        expect(output.map((entry) => entry.text.slice(0, 9))).toEqual(
          entries.slice(from, from + 50).map((entry) => entry.text.slice(0, 9)),
        )
        expect(await reader.lastOutput()).toBe(entries.length)
      }
    }),
    { numRuns: 25 },
  )
})

const numbers = (after: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => after + 1 + index)

it('R4: a long text is shortened, and the whole text is in a file that only its user may read', async () => {
  const folder = newFolder()
  const journal = openJournal(folder, NO_LIMIT)
  const long = `${'a long answer 🌳 '.repeat(20_000)}end`
  await append(journal, { type: 'ToolCalled', callId: '7', tool: 'read', text: 'big.txt' })
  await append(journal, { type: 'ToolAnswered', callId: '7', isError: false, text: long })
  const [, answered] = await journal.facts(0, 10)
  expect(answered).toMatchObject({ type: 'ToolAnswered', callId: '7', overflow: 'overflow-2.txt' })
  const [, entry] = await journal.output(0, 10)
  expect(entry?.text.length).toBeLessThan(66_000)
  expect(entry?.text).toMatch(/ \[shortened: \d+ bytes are in overflow-2\.txt\]$/)
  const path = join(folder.path, 'overflow-2.txt')
  expect(readFileSync(path, 'utf8')).toBe(long)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect((await journal.state()).overflowBytes).toBe(Buffer.byteLength(long))
})

it('R4: overflow files count toward the limit, and are cut at the limit', async () => {
  const folder = newFolder()
  const journal = openJournal(folder, 200_000)
  await append(journal, printed('x'.repeat(150_000)), printed('y'.repeat(150_000)))
  await append(journal, printed('too much'))
  const sizes = readdirSync(folder.path)
    .filter((name) => name.startsWith('overflow'))
    .map((name) => statSync(join(folder.path, name)).size)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000)
  expect((await journal.state()).dropped.lines).toBe(1)
  expect((await openJournal(folder, 200_000).output(2, 10)).map((one) => one.text)).toEqual([
    expect.stringContaining('reached the limit'),
  ])
})

it('R4: facts that are not output are stored up to 1.25 times the limit, and all of them count in the summary', async () => {
  const folder = newFolder()
  const journal = openJournal(folder, 100_000)
  await append(journal, printed('x'.repeat(60_000)), printed('x'.repeat(60_000)))
  await append(journal, call('a'), printed('gone'))
  for (let turn = 0; turn < 100; turn += 1)
    await append(journal, ...Array.from({ length: 20 }, (_, index) => call(`${turn} ${index}`)))
  await append(journal, { type: 'Failed', class: 'configuration', reason: 'the key is wrong' })
  expect(statSync(folder.journal).size).toBeLessThan(150_000)
  expect((await journal.facts(0, 5)).map(({ type }) => type)).toEqual([
    ...['Printed', 'Printed', 'Noticed', 'ModelCalled', 'ModelCalled'],
  ])
  const { summary, dropped } = await journal.state()
  expect(summary.metrics.inputTokens).toBe(20_010)
  expect(summary.failure?.class).toBe('configuration')
  expect(dropped.lines).toBe(1)
})

it('R1: a model call that is reported again after a restart counts once', async () => {
  const folder = newFolder()
  await append(openJournal(folder, NO_LIMIT), call('a', true), call('b'))
  const again = openJournal(folder, NO_LIMIT)
  await append(again, call('b'), call('a'), call('c'))
  await append(openJournal(folder, NO_LIMIT), call('a', true), call('c'))
  const { metrics } = (await openJournal(folder, NO_LIMIT).state()).summary
  expect(metrics).toMatchObject({ inputTokens: 30, outputTokens: 3, cacheReadTokens: null })
})

it('R4: the last ten thousand model calls are in memory', async () => {
  const folder = newFolder()
  const journal = openJournal(folder, NO_LIMIT)
  await append(journal, ...Array.from({ length: 10_001 }, (_, index) => call(String(index))))
  await append(journal, call('10000'), call('5'))
  await append(openJournal(folder, NO_LIMIT), call('10000'), call('5'))
  expect((await openJournal(folder, NO_LIMIT).state()).summary.metrics.inputTokens).toBe(100_010)
  const again = openJournal(folder, NO_LIMIT)
  await append(again, call('0'))
  expect((await again.state()).summary.metrics.inputTokens).toBe(100_020)
})
