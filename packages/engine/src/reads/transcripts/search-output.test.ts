import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { SessionFact } from '../../domain/session-facts.ts'
import { outputOf } from '../../domain/session-output.ts'
import type { TranscriptPart } from '../../domain/transcript.ts'
import { printed, recordedSessions } from './fixtures/recorded.ts'
import { type OutputSearch, searchOutput } from './search-output.ts'

const NEVER = new AbortController().signal
const wish = (ids: readonly string[], text: string, rest: Partial<OutputSearch> = {}): OutputSearch => ({
  ...{ sessions: ids.map((id) => ({ id, hasBegun: true })), text },
  ...{ first: 1000, countsAll: true, signal: NEVER, ...rest },
})

/** One fact of each kind that people see, each with the word Needle. */
const SEEN: readonly SessionFact[] = [
  { type: 'Said', text: 'a Needle' },
  { type: 'Thought', text: 'NEEDLE?' },
  printed('needle'),
  { type: 'Noticed', text: 'You wrote: needle' },
  { type: 'ToolCalled', callId: '1', tool: 'Read', text: '{"path":"needle.ts"}' },
  { type: 'ToolAnswered', callId: '1', isError: false, text: 'one\ntwo needle' },
  { type: 'PlanUpdated', text: '1. needle' },
  { type: 'PermissionAsked', askId: '1', options: [], text: 'needle' },
  { type: 'Failed', class: 'work', reason: 'no needle' },
  { type: 'IssueLogged', title: 'needle', text: '' },
  { type: 'FollowUpProposed', title: 'x', text: 'needle', epic: null, dependsOn: [] },
  { type: 'Claimed', claim: 'done', text: 'needle' },
  { type: 'Checked', holds: true, text: 'needle' },
]

it('finds a plain text in every kind of fact that people see, in any case, and in no other', async () => {
  const { parts, session } = recordedSessions()
  const hidden: SessionFact = { type: 'ConversationNamed', conversationId: 'needle' }
  const { id, journal } = await session([hidden, ...SEEN], [printed('nothing')])
  const { matches, counts, isComplete } = await searchOutput(parts, wish([id], 'nEEdle'))
  expect(isComplete).toBe(true)
  expect(counts).toEqual(new Map([[id, SEEN.length]]))
  const entries = await journal.output(0, 100)
  expect(matches.map(({ sequence, kind }) => ({ sequence, kind }))).toEqual(
    SEEN.map((fact, index) => ({ sequence: index + 1, kind: outputOf(fact)?.kind })),
  )
  expect(entries[matches[5]?.sequence === 6 ? 5 : -1]?.text).toBe('one\ntwo needle')
  expect(matches[5]).toMatchObject({ before: 'two ', match: 'needle', after: '' })
})

it('takes no character of the text for a pattern, and looks through colours', async () => {
  const { parts, session } = recordedSessions()
  const { id } = await session([printed('a.b[c]\\d-e "q"'), printed('axb'), printed('\u001b[31mfai\u001b[0mled: É')])
  const found = async (text: string) => (await searchOutput(parts, wish([id], text))).matches.map((one) => one.sequence)
  expect(await found('A.B[C]\\D-E "Q"')).toEqual([1])
  expect(await found('.')).toEqual([1])
  expect(await found('FAILED: é')).toEqual([3])
})

it('counts all matches and returns a page of them, which later pages continue', async () => {
  const { parts, session } = recordedSessions()
  const lines = (count: number) => Array.from({ length: count }, (_, index) => printed(`hit ${index + 1}`))
  const one = await session(lines(700), lines(5))
  const none = await session([printed('miss')])
  const two = await session(lines(3))
  const ids = [one.id, none.id, two.id]
  const all = await searchOutput(parts, wish(ids, 'hit', { first: 10 }))
  expect([...all.counts]).toEqual([
    [one.id, 705],
    [two.id, 3],
  ])
  expect(all.matches.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(all.hasMore).toBe(true)
  const page = await searchOutput(parts, {
    ...wish(ids, 'hit', { first: 5, countsAll: false }),
    sessions: [{ id: one.id, hasBegun: true, after: 703 }, ...[none.id, two.id].map((id) => ({ id, hasBegun: true }))],
  })
  expect(page.matches.map(({ sessionId, sequence }) => [sessionId, sequence])).toEqual([
    ...[704, 705].map((sequence) => [one.id, sequence]),
    ...[1, 2, 3].map((sequence) => [two.id, sequence]),
  ])
  expect(page).toMatchObject({ hasMore: false, isComplete: true })
})

it('R4: also finds what is only in the file of a text that was too long, once', async () => {
  const { parts, session } = recordedSessions()
  const long = `${'x'.repeat(300_000)} far needle ${'y'.repeat(5)}\nneedle`
  const { id } = await session([{ type: 'ToolAnswered', callId: '1', isError: false, text: long }])
  const { matches } = await searchOutput(parts, wish([id], 'Far Needle'))
  expect(matches).toMatchObject([{ sequence: 1, match: 'far needle', after: ' yyyyy' }])
})

it('reports sessions that it could not search, or not all of it', async () => {
  const { parts, session, root } = recordedSessions({ maxJournalBytes: 4000 })
  const absent = randomUUID()
  const full = await session([printed('x'.repeat(5000))], [printed('hit')])
  const removed = await session([printed('hit')])
  await removed.journal.append(1, [], { removed: true })
  const unreadable = randomUUID()
  mkdirSync(`${root}/${unreadable}/output.jsonl`, { recursive: true })
  const { unsearched, matches } = await searchOutput(parts, {
    ...wish([absent, full.id, removed.id, unreadable], 'hit'),
    sessions: [
      { id: randomUUID(), hasBegun: false },
      ...[absent, full.id, removed.id, unreadable].map((id) => ({ id, hasBegun: true })),
    ],
  })
  expect(unsearched).toEqual([
    { sessionId: absent, why: 'absent' },
    { sessionId: full.id, why: 'limit' },
    { sessionId: removed.id, why: 'removed' },
    { sessionId: unreadable, why: 'unreadable' },
  ])
  expect(matches.map(({ sessionId }) => sessionId)).toEqual([removed.id])
})

it('R1: does not read a batch that a crash cut off', async () => {
  const { parts, session } = recordedSessions()
  const { id, path } = await session([printed('hit')])
  appendFileSync(
    path,
    '{"sequence":2,"output":2,"at":1,"type":"Printed","stream":"stdout","text":"hit"}\n{"state":{"re',
  )
  expect((await searchOutput(parts, wish([id], 'hit'))).counts).toEqual(new Map([[id, 1]]))
})

it('R4: reads one part in each turn of the event loop, also for several searches, and no part after its signal aborts', async () => {
  let turn = 0
  let timer = setImmediate(() => {})
  const count = () => {
    turn += 1
    timer = setImmediate(count)
  }
  count()
  const stop = new AbortController()
  const readIn: number[] = []
  async function* endless(): AsyncGenerator<TranscriptPart> {
    for (;;) {
      readIn.push(turn)
      if (readIn.length === 8) stop.abort()
      yield { facts: [{ ...printed('h'), sequence: 1, output: 1, at: 1 }], start: 0, droppedLines: 0, isRemoved: false }
    }
  }
  const { parts } = recordedSessions()
  const transcripts = { ...parts.transcripts, transcript: async () => endless() }
  const search = () => searchOutput({ ...parts, transcripts }, wish(['a'], 'h', { signal: stop.signal }))
  const results = await Promise.all([search(), search()])
  clearImmediate(timer)
  expect(results.map(({ isComplete }) => isComplete)).toEqual([false, false])
  expect(readIn.length).toBeLessThan(10)
  expect(new Set(readIn).size).toBe(readIn.length)
})

it('R4: reads no more of a text in a file of its own after its signal aborts', async () => {
  const { parts, session } = recordedSessions()
  const { id } = await session([{ type: 'ToolAnswered', callId: '1', isError: false, text: 'x'.repeat(300_000) }])
  const stop = new AbortController()
  let pieces = 0
  async function* wholeText(): AsyncGenerator<string> {
    for (; pieces < 1000; pieces += 1) {
      if (pieces === 3) stop.abort()
      yield 'x'
    }
  }
  const transcripts = { ...parts.transcripts, wholeText }
  const { isComplete } = await searchOutput({ ...parts, transcripts }, wish([id], 'needle', { signal: stop.signal }))
  expect({ isComplete, pieces }).toEqual({ isComplete: false, pieces: 3 })
})

it('R4: a later page begins to read near the match before it, and not at the beginning of the session', async () => {
  const { parts, session } = recordedSessions()
  const batch = Array.from({ length: 300 }, (_, index) => printed(`hit ${index} ${'x'.repeat(500)}`))
  const { id, journal } = await session(...Array.from({ length: 10 }, () => batch))
  const { matches } = await searchOutput(parts, wish([id], 'hit', { first: 2500 }))
  const { sequence: after, from } = matches.at(-1) ?? { sequence: 0, from: 0 }
  expect(from).toBeGreaterThan(1_000_000)
  const starts: number[] = []
  async function* noted(found: AsyncIterable<TranscriptPart>) {
    for await (const part of found) {
      starts.push(part.start)
      yield part
    }
  }
  const transcripts: typeof parts.transcripts = {
    ...parts.transcripts,
    transcript: async (...of) => noted((await parts.transcripts.transcript(...of)) ?? (await Promise.reject('absent'))),
  }
  const later = (start: number) =>
    searchOutput(
      { ...parts, transcripts },
      { ...wish([id], 'hit', { first: 3 }), sessions: [{ id, hasBegun: true, after, from: start }] },
    )
  const found = (await later(from)).matches
  expect(found.map(({ sequence }) => sequence)).toEqual([2501, 2502, 2503])
  expect(starts[0]).toBe(from)
  // A place at which no line begins means the beginning.
  for (const wrong of [from + 7, 1e9])
    expect((await later(wrong)).matches.map((one) => one.sequence)).toEqual([2501, 2502, 2503])
  await journal.append(1, [], { removed: true })
  expect((await later(from)).unsearched).toEqual([{ sessionId: id, why: 'removed' }])
})
