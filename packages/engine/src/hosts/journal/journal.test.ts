import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openJournal } from './journal.ts'
import { scanJournal } from './journal-file.ts'
import type { NewFact } from './new-fact.ts'
import { type SessionFolder, sessionFolder } from './session-folder.ts'

const NO_LIMIT = Number.MAX_SAFE_INTEGER
const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

function newFolder(): SessionFolder {
  const root = mkdtempSync(join(tmpdir(), 'coppice-journal-'))
  roots.push(root)
  return sessionFolder(root, randomUUID())
}

const printed = (text: string): NewFact => ({ fact: { type: 'Printed', stream: 'stdout', text } })
const numbered = (count: number, from = 1): NewFact[] =>
  Array.from({ length: count }, (_, index) => printed(`line ${from + index}`))

describe('reading a journal', () => {
  it('R2: any page of a long journal can be read, also by a new reader', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, NO_LIMIT)
    for (let from = 1; from <= 3000; from += 100) await journal.append(from, numbered(100, from), {})
    const later = openJournal(folder, NO_LIMIT)
    for (const after of [-5, 0, 1, 255, 256, 257, 2998, 2999, 3000, 9999]) {
      const page = await journal.output(after, 3)
      const first = Math.max(0, after) + 1
      expect(page.map((one) => one.sequence)).toEqual([first, first + 1, first + 2].filter((number) => number <= 3000))
      expect(page.every((one) => one.text === `line ${one.sequence}`)).toBe(true)
      expect(await later.output(after, 3)).toEqual(page)
    }
  })

  it('R2: texts with line breaks, line separators and JSON are kept', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, NO_LIMIT)
    const texts = ['two\nlines', 'separator \u2028 here', '{"sequence":9}', '{"state":{}}', '🌳', '']
    await journal.append(1, texts.map(printed), {})
    expect((await openJournal(folder, NO_LIMIT).output(0, 10)).map((one) => one.text)).toEqual(texts)
  })

  it('an absent journal is empty', async () => {
    const journal = openJournal(newFolder(), NO_LIMIT)
    expect(await journal.output(0, 10)).toEqual([])
    expect(await journal.lastOutput()).toBe(0)
  })

  it('R2: a journal that could not be read can be read and written as soon as the cause is gone', async () => {
    const folder = newFolder()
    await openJournal(folder, NO_LIMIT).append(1, [printed('before')], {})
    const away = `${folder.journal}.away`
    renameSync(folder.journal, away)
    mkdirSync(folder.journal)
    const journal = openJournal(folder, NO_LIMIT)
    await expect(journal.append(2, [printed('lost')], {})).rejects.toThrow(/EISDIR/)
    rmdirSync(folder.journal)
    renameSync(away, folder.journal)
    await journal.append(3, [printed('after')], {})
    expect((await journal.output(0, 10)).map((one) => one.text)).toEqual(['before', 'after'])
  })
})

describe('appending to a journal', () => {
  it('R2: concurrent batches are numbered without gaps, and the facts of a batch stay together', async () => {
    const journal = openJournal(newFolder(), NO_LIMIT)
    await Promise.all(
      Array.from({ length: 20 }, (_, batch) => journal.append(1, [printed(`${batch} a`), printed(`${batch} b`)], {})),
    )
    const all = await journal.output(0, 100)
    expect(all.map((one) => one.sequence)).toEqual(all.map((_, index) => index + 1))
    for (let at = 0; at < 40; at += 2) expect(all[at]?.text.split(' ')[0]).toBe(all[at + 1]?.text.split(' ')[0])
  })

  it('R1: after a crash at any byte, the whole batch counts or nothing of it', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, NO_LIMIT)
    await journal.append(1, numbered(3), { read: { stdout: 21, stderr: 0 } })
    const kept = statSync(folder.journal).size
    await journal.append(2, numbered(4, 4), { read: { stdout: 49, stderr: 0 } })
    const whole = readFileSync(folder.journal)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: kept, max: whole.length }), async (size) => {
        truncateSync(folder.journal, 0)
        appendFileSync(folder.journal, whole.subarray(0, size))
        const after = openJournal(folder, NO_LIMIT)
        const counts = size === whole.length
        expect(await after.lastOutput()).toBe(counts ? 7 : 3)
        expect((await after.state()).read.stdout).toBe(counts ? 49 : 21)
        await after.append(3, [printed('next')], {})
        const texts = (await openJournal(folder, NO_LIMIT).output(0, 100)).map((one) => one.text)
        expect(texts).toEqual([...Array.from({ length: counts ? 7 : 3 }, (_, index) => `line ${index + 1}`), 'next'])
      }),
      { numRuns: 60 },
    )
  })

  it('R1: a batch that could not be written changes nothing, and the next batch gets its numbers', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, NO_LIMIT)
    await journal.append(1, numbered(2), {})
    const circular: Record<string, unknown> = {}
    circular.self = circular
    await expect(journal.append(1, [printed('x')], { end: circular as never })).rejects.toThrow(/circular/i)
    await journal.append(1, [printed('line 3')], {})
    expect((await journal.output(0, 10)).map((one) => one.text)).toEqual(['line 1', 'line 2', 'line 3'])
    expect((await scanJournal(folder.journal)).state.end).toBeNull()
  })
})

describe('the limit of a journal', () => {
  it('R4: lines beyond the limit are counted but not stored, and one notice says so', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, 1000)
    for (let turn = 0; turn < 30; turn += 1) await journal.append(1, numbered(10), {})
    const all = await journal.output(0, 1000)
    const notices = all.filter((one) => one.kind === 'NOTICE')
    expect(notices).toHaveLength(1)
    expect((await journal.state()).dropped.lines).toBe(300 - (all.length - 1))
  })

  it('R4: a NOTICE is stored in spite of the limit', async () => {
    const journal = openJournal(newFolder(), 0)
    await journal.append(1, [{ fact: { type: 'Noticed', text: 'important' } }], {})
    expect((await journal.output(0, 10)).map((one) => one.text)).toEqual(['important'])
  })
})
