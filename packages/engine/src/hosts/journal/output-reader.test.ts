import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { ModelCalled } from '../../domain/session-facts.ts'
import type { Agent } from '../../ports/agent.ts'
import { systemClock } from '../../ports/clock.ts'
import { silentLog } from '../../ports/log.ts'
import { lineAgent } from '../fixtures/line-agent.ts'
import { openJournal } from './journal.ts'
import { type OutputReader, openOutputReader } from './output-reader.ts'
import { type SessionFolder, sessionFolder } from './session-folder.ts'
import { createTail } from './tail.ts'

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

/** What a server has in its hands: opening it again is a restart. */
async function open(folder: SessionFolder, agent: Agent = lineAgent, limitBytes = Number.MAX_SAFE_INTEGER) {
  const journal = openJournal(folder, limitBytes)
  const rest = { clock: systemClock, redact: (text: string) => text, log: silentLog }
  const reader = await openOutputReader({ folder, journal, agent, tail: createTail(), onAppended: () => {}, ...rest })
  const texts = async () => (await journal.output(0, 1000)).map((entry) => `${entry.kind} ${entry.text}`)
  return { journal, reader, texts }
}

async function readAll(reader: OutputReader): Promise<void> {
  while (await reader.read());
}

const modelCall = (requestId: string): ModelCalled => ({
  ...{ type: 'ModelCalled', requestId, model: 'm', partial: false },
  ...{ inputTokens: 10, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null },
})

/** Speaks a protocol: `usage` lines are counted and say nothing, `both` lines say two things, others are not understood. */
const countingAgent: Agent = {
  kind: 'counting',
  launch: () => null,
  readLimit: () => null,
  stdout: 'text',
  decode(_, line) {
    if (line.startsWith('usage')) return [modelCall(line)]
    if (line !== 'both') throw new Error(`what is ${line}?`)
    return [
      { type: 'Thought', text: 'hm' },
      { type: 'Said', text: 'two\nlines' },
    ]
  },
}

it('R1: counts each model call once, also in lines that say nothing, across restarts', async () => {
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

it('keeps a line that its agent cannot decode', async () => {
  const folder = newFolder()
  writeFileSync(folder.stderr, 'nonsense\n')
  const { reader, texts } = await open(folder, countingAgent)
  await reader.finish()
  reader.close()
  expect(await texts()).toEqual(['STDERR nonsense'])
})

it('R4: beyond the limit empties what it has read, goes on counting, and does so after a restart', async () => {
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

it('takes absent raw files for empty ones', async () => {
  const { reader, texts } = await open(newFolder())
  expect(await reader.read()).toBe(false)
  await reader.finish()
  expect(await texts()).toEqual([])
})
