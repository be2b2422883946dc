import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { factsOfHost, writingOfHost } from '../../agents/host-output.ts'
import type { ModelCalled, SessionFact } from '../../domain/session-facts.ts'
import type { Agent } from '../../ports/agent.ts'
import { systemClock } from '../../ports/clock.ts'
import { silentLog } from '../../ports/log.ts'
import { lineAgent } from '../fixtures/line-agent.ts'
import { recordAgent } from '../fixtures/record-agent.ts'
import { createOpenRedactor } from '../text/redact.ts'
import { GrowingText } from './growing-text.ts'
import { type Journal, openJournal } from './journal.ts'
import { type OutputReader, openOutputReader } from './output-reader.ts'
import { MAX_RECORD_BYTES } from './record-splitter.ts'
import { type SessionFolder, sessionFolder } from './session-folder.ts'
import { createTail } from './tail.ts'
import { hashOfToken } from './task-facts.ts'

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

function newFolder(): SessionFolder {
  const root = mkdtempSync(join(tmpdir(), 'coppice-reader-'))
  roots.push(root)
  const folder = sessionFolder(root, randomUUID())
  mkdirSync(folder.path)
  return folder
}

/** Opens the journal and a reader, as a server does. A second call for the same folder acts as a restart of the server. */
async function open(
  folder: SessionFolder,
  agent: Agent = lineAgent,
  limitBytes = Number.MAX_SAFE_INTEGER,
  watched = (journal: Journal) => journal,
) {
  const journal = watched(openJournal(folder, limitBytes))
  const rest = {
    clock: systemClock,
    redact: (text: string) => text.replaceAll('hunter22', '[redacted]'),
    log: silentLog,
  }
  const growing = new GrowingText(createOpenRedactor(['hunter22']))
  const parts = { folder, journal, agent, tail: createTail(), growing, onAppended: () => {}, onWriting: () => {} }
  const reader = await openOutputReader({ ...parts, ...rest })
  const texts = async () => (await journal.output(0, 1000)).map((entry) => `${entry.kind} ${entry.text}`)
  return { journal, reader, texts, growing }
}

async function readAll(reader: OutputReader): Promise<void> {
  while ((await reader.read()) !== 'nothing');
}

const modelCall = (requestId: string): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId, model: 'm', partial: false },
  ...{
    inputTokens: 10,
    outputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    cacheWrite1hTokens: null,
    reportedCostMicroUsd: null,
  },
})

/** An agent with three kinds of lines: `usage …` is a model call, `both` becomes two facts, and any other line throws. */
const countingAgent: Agent = {
  kind: 'counting',
  doc: 'counts',
  advice: '',
  fields: {},
  choices: [],
  start: () => null,
  readLimit: () => null,
  isFollowed: true,
  canResume: false,
  defaultModel: null,
  variables: () => ({ secret: [], open: [] }),
  obstacle: () => null,
  crash: () => null,
  stdout: 'text',
  facts(_, line) {
    if (line.startsWith('usage')) return [modelCall(line)]
    if (line !== 'both') throw new Error(`what is ${line}?`)
    return [
      { type: 'Thought', text: 'hm' },
      { type: 'Said', text: 'two\nlines' },
    ]
  },
}

it('R1: each model call counts once across restarts, also if its line is no output', async () => {
  const folder = newFolder()
  writeFileSync(folder.stdout, 'usage 1\nboth\nusage 2\n')
  const first = await open(folder, countingAgent)
  await readAll(first.reader)
  first.reader.close()
  appendFileSync(folder.stdout, 'usage 1\nusage 3\n')
  const second = await open(folder, countingAgent)
  await second.reader.finish()
  second.reader.close()
  const third = await open(folder, countingAgent)
  await third.reader.finish()
  third.reader.close()
  const { metrics } = (await third.journal.state()).summary
  expect(metrics).toMatchObject({ inputTokens: 30, messageCount: 1, outputTokens: null })
  expect(await third.texts()).toEqual(['THINKING hm', 'TEXT two\nlines'])
})

it('a line that the kind of agent cannot convert is kept as plain text', async () => {
  const folder = newFolder()
  writeFileSync(folder.stderr, 'nonsense\n')
  const { reader, texts } = await open(folder, countingAgent)
  await reader.finish()
  reader.close()
  expect(await texts()).toEqual(['STDERR nonsense'])
})

it('R4: when the journal is full, the raw file is emptied and lines are counted, also after a restart', async () => {
  const folder = newFolder()
  const line = `${'x'.repeat(1023)}\n`
  writeFileSync(folder.stdout, line.repeat(6000))
  const first = await open(folder, lineAgent, 1024)
  await readAll(first.reader)
  first.reader.close()
  expect(statSync(folder.stdout).size).toBe(0)
  appendFileSync(folder.stdout, line.repeat(10))
  const second = await open(folder, lineAgent, 1024)
  await second.reader.finish()
  second.reader.close()
  const stored = (await second.texts()).filter((text) => text.startsWith('STDOUT'))
  expect(stored.length + (await second.journal.state()).dropped.lines).toBe(6010)
})

it('a raw file that does not exist counts as empty', async () => {
  const { reader, texts } = await open(newFolder())
  expect(await reader.read()).toBe('nothing')
  await reader.finish()
  expect(await texts()).toEqual([])
})

const record = (fact: SessionFact): string => `${JSON.stringify(fact)}\n`

it('R4: a record of more than 64 KiB becomes a fact, and its whole text is in an overflow file', async () => {
  const folder = newFolder()
  const text = `hunter22 ${'ö '.repeat(500_000)}`
  writeFileSync(folder.stdout, record({ type: 'Said', text }) + record({ type: 'Claimed', claim: 'no-change-needed' }))
  const { reader, journal } = await open(folder, recordAgent)
  await reader.finish()
  reader.close()
  const [message, claimed] = await journal.facts(0, 10)
  expect(message).toMatchObject({ type: 'Said', overflow: 'overflow-1.txt' })
  expect(claimed).toMatchObject({ type: 'Claimed' })
  expect(readFileSync(join(folder.path, 'overflow-1.txt'), 'utf8')).toBe(text.replace('hunter22', '[redacted]'))
})

it('A2, R4: a record of more than 4 MiB is redacted and kept in a file, and the records around it become facts', async () => {
  const folder = newFolder()
  const long = JSON.stringify({ type: 'Said', text: 'word hunter22 '.repeat(MAX_RECORD_BYTES / 14 + 1) })
  const message = (text: string) => record({ type: 'Said', text })
  writeFileSync(folder.stdout, `${message('before')}${long}\n${message('after')}`)
  const { reader, journal } = await open(folder, recordAgent)
  await reader.finish()
  reader.close()
  const [before, beyond, after, ...more] = await journal.facts(0, 10)
  expect([before, after]).toMatchObject([{ text: 'before' }, { text: 'after' }])
  expect(more).toEqual([])
  expect(beyond).toMatchObject({ type: 'Printed', stream: 'stdout', overflow: 'overflow-2.txt' })
  const path = join(folder.path, 'overflow-2.txt')
  expect(readFileSync(path, 'utf8')).toBe(long.replaceAll('hunter22', '[redacted]'))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(folder.journal, 'utf8')).not.toContain('hunter22')
})

it('a record that is not JSON is kept as plain text', async () => {
  const folder = newFolder()
  writeFileSync(folder.stdout, `{"type":\n${record({ type: 'Said', text: 'x' })}`)
  const { reader, texts } = await open(folder, recordAgent)
  await reader.finish()
  reader.close()
  expect(await texts()).toEqual(['STDOUT {"type":', 'TEXT x'])
})

it('R1: each record of any size becomes one complete fact, whenever servers restart', async () => {
  const sizes = fc.array(fc.oneof(fc.nat(200), fc.integer({ min: 60_000, max: 200_000 })), {
    minLength: 1,
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 4 }),
      async (lengths, pieces) => {
        const folder = newFolder()
        const texts = lengths.map((length, index) => `${index} ${'ö'.repeat(length / 2)}`)
        const bytes = Buffer.from(texts.map((text) => record({ type: 'Said', text })).join(''))
        writeFileSync(folder.stdout, '')
        let at = 0
        for (const piece of [...pieces, bytes.length]) {
          appendFileSync(folder.stdout, bytes.subarray(at, at + piece))
          at += piece
          const { reader } = await open(folder, recordAgent)
          await readAll(reader)
          reader.close()
        }
        const facts = await (await open(folder, recordAgent)).journal.facts(0, 100)
        const whole = facts.map((fact) => {
          if (fact.type !== 'Said') throw new Error(`a record became the fact ${fact.type}`)
          return fact.overflow ? readFileSync(join(folder.path, fact.overflow), 'utf8') : fact.text
        })
        expect(whole).toEqual(texts)
      },
    ),
    { numRuns: 30 },
  )
})

it('R1: calls of task tools become facts once, wherever the server or a tool is killed, and secrets in them are redacted', async () => {
  const token = 'the-token'
  const call = (title: string) => JSON.stringify({ token, call: { type: 'issue', title, text: 'has hunter22' } })
  const texts = ['one', 'two', 'three'].map(call)
  const whole = `\n${texts[0]}\n\n${texts[1]?.slice(0, 30)}\n${texts[1]}\n\n${texts[2]?.replace(token, 'another')}\n\n${texts[2]}\n`
  await fc.assert(
    fc.asyncProperty(fc.nat(Buffer.byteLength(whole)), async (cut) => {
      const folder = newFolder()
      writeFileSync(folder.task, JSON.stringify({ tokenHash: hashOfToken(token) }))
      writeFileSync(folder.calls, Buffer.from(whole).subarray(0, cut))
      const first = await open(folder)
      await readAll(first.reader)
      // The server is killed: the next one opens the same files.
      appendFileSync(folder.calls, Buffer.from(whole).subarray(cut))
      const second = await open(folder)
      await readAll(second.reader)
      await second.reader.finish()
      const facts = await second.journal.facts(0, 100)
      expect(facts.map((fact) => (fact.type === 'IssueLogged' ? `${fact.title} ${fact.text}` : fact.type))).toEqual([
        ...['one has [redacted]', 'two has [redacted]', 'three has [redacted]'],
      ])
    }),
    { numRuns: 25 },
  )
})

it('M1: facts have the time at which they happened, although a server reads them a day later', async () => {
  const folder = newFolder()
  const yesterday = Date.now() - 86_400_000
  const said = (text: string, at?: number) => `${JSON.stringify({ type: 'Said', text, ...(at && { at }) })}\n`
  // A fact of a host has its own time, unless that time is still to come. Other lines are no younger than the file.
  writeFileSync(folder.stdout, said('a', yesterday - 5_000) + said('b', Date.now() + 5_000) + said('c'))
  writeFileSync(folder.stderr, 'a warning\n')
  for (const path of [folder.stdout, folder.stderr]) utimesSync(path, yesterday / 1_000, yesterday / 1_000)
  const { reader, journal } = await open(folder, { ...recordAgent, facts: factsOfHost })
  await readAll(reader)
  const facts = await journal.facts(0, 10)
  const times = facts.map((fact) => [fact.type, Math.round((fact.at - yesterday) / 1_000)])
  expect(times).toEqual([
    ['Said', -5],
    ['Said', 0],
    ['Said', 0],
    ['Printed', 0],
  ])
})

it('R1, R2: the open text is in no fact, and a later server reads it again', async () => {
  const folder = newFolder()
  const line = (fact: object) => `${JSON.stringify(fact)}\n`
  const writing = (from: number, text: string) => line({ type: 'Writing', of: 'Said', from, text })
  const host: Agent = { ...recordAgent, writing: writingOfHost }
  writeFileSync(folder.stdout, line({ type: 'Said', text: 'one' }))
  writeFileSync(folder.stderr, '')
  const first = await open(folder, host)
  await readAll(first.reader)
  const bytes = statSync(folder.journal).size
  appendFileSync(folder.stdout, writing(0, 'two thr'))
  expect(await first.reader.read()).toBe('writing')
  appendFileSync(folder.stdout, writing(7, 'ee '))
  expect(await first.reader.read()).toBe('writing')
  expect(first.growing.shown()).toEqual({ after: 1, kind: 'TEXT', text: 'two three' })
  expect(statSync(folder.journal).size).toBe(bytes)
  first.reader.close()

  const second = await open(folder, host)
  await readAll(second.reader)
  expect(second.growing.shown()).toEqual({ after: 1, kind: 'TEXT', text: 'two three' })
  appendFileSync(folder.stdout, line({ type: 'Said', text: 'two three.', continues: true }) + writing(0, 'fo'))
  expect(await second.reader.read()).toBe('facts')
  expect(second.growing.shown()).toBeNull()
  appendFileSync(folder.stdout, writing(2, 'ur '))
  await readAll(second.reader)
  expect(second.growing.shown()).toEqual({ after: 2, kind: 'TEXT', text: 'four' })
  expect(await second.texts()).toEqual(['TEXT one', 'TEXT two three.'])
  second.reader.close()
})

it('R2: the open text is forgotten before it is output, so that no reader gets both', async () => {
  const folder = newFolder()
  const line = (printed: object) => `${JSON.stringify(printed)}\n`
  writeFileSync(folder.stdout, line({ type: 'Writing', of: 'Said', from: 0, text: 'one two ' }))
  writeFileSync(folder.stderr, '')
  const shownWithOutput: unknown[] = []
  const { reader, growing } = await open(folder, { ...recordAgent, writing: writingOfHost }, undefined, (journal) => ({
    ...journal,
    async append(...batch) {
      await journal.append(...batch)
      shownWithOutput.push(growing.shown())
    },
  }))
  await readAll(reader)
  expect(growing.shown()?.text).toBe('one two')
  appendFileSync(folder.stdout, line({ type: 'Said', text: 'one two three' }))
  await readAll(reader)
  expect(shownWithOutput).toEqual([null])
  reader.close()
})
