import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { TranscriptPart } from '../../domain/transcript.ts'
import { openJournal } from './journal.ts'
import { readTranscript } from './read-transcript.ts'
import { sessionFolder } from './session-folder.ts'

async function partsOf(path: string, after = 0): Promise<TranscriptPart[]> {
  const parts: TranscriptPart[] = []
  for await (const part of readTranscript(path, after)) parts.push(part)
  return parts
}

it('R2: reads all facts once and in order, in parts, from any number of output', async () => {
  const root = mkdtempSync(join(tmpdir(), 'coppice-transcript-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = sessionFolder(root, randomUUID())
  const journal = openJournal(folder, 1e9)
  for (let batch = 0; batch < 20; batch += 1) {
    const lines = Array.from(
      { length: 300 },
      () => ({ type: 'Printed', stream: 'stdout', text: 'x'.repeat(60) }) as const,
    )
    const facts = [{ type: 'Received', messageId: String(batch) } as const, ...lines].map((fact) => ({ fact }))
    await journal.append(batch, facts, {})
  }
  const parts = await partsOf(folder.journal)
  expect(parts.length).toBeGreaterThan(3)
  const read = parts.flatMap(({ facts }) => facts)
  expect(read.map(({ output: _, ...fact }) => fact)).toEqual(await journal.facts(0, 1e6))
  expect(read.filter(({ type }) => type === 'Printed').map(({ output }) => output)).toEqual(
    (await journal.output(0, 1e6)).map(({ sequence }) => sequence),
  )
  const later = (await partsOf(folder.journal, 5990)).flatMap(({ facts }) => facts)
  expect(later.map(({ output }) => output)).toEqual([5991, 5992, 5993, 5994, 5995, 5996, 5997, 5998, 5999, 6000])
})

it('reads the journal of an older version', async () => {
  const older = fileURLToPath(new URL('../fixtures/older-session/output.jsonl', import.meta.url))
  const facts = (await partsOf(older)).flatMap((part) => part.facts)
  expect(facts.map(({ type, output }) => [type, output])).toEqual([
    ['Noticed', 1],
    ...[2, 3, 4, 5, 6, 7].map((output) => ['Printed', output]),
  ])
})
