import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionFact } from '../../domain/session-facts.ts'
import { FILE_MODE, type SessionFolder } from './session-folder.ts'
import type { ToldFact } from './told-fact.ts'

/** In characters. A line that was cut at 64 KiB fits, with the words that mark the cut. */
const MAX_TEXT = 65 * 1024
const SHORTENED_TEXT = 64 * 1024
const OVERFLOW_NAME = /^overflow-\d+\.txt$/

interface LongFact {
  fact: Extract<SessionFact, { text: string }>
  writeWhole: NonNullable<ToldFact['writeWhole']>
}

/** @returns null when the fact fits into the journal as it is */
export function longFact({ fact, writeWhole }: ToldFact): LongFact | null {
  if (!('text' in fact)) return null
  if (writeWhole !== undefined) return { fact, writeWhole }
  return fact.text.length > MAX_TEXT ? { fact, writeWhole: writerOf(fact.text) } : null
}

/**
 * R4: shortens a text that is too long for the journal, and writes the whole text to a file beside it. The file has the number of
 * the fact in its name. So a file that a crash left is overwritten.
 *
 * @returns the fact as it is stored, and the size of its file
 */
export async function shortened(
  folder: SessionFolder,
  { fact, writeWhole }: LongFact,
  sequence: number,
  roomBytes: number,
): Promise<{ fact: SessionFact; overflowBytes: number }> {
  const overflow = `overflow-${sequence}.txt`
  const overflowBytes = await writeWhole(join(folder.path, overflow), Math.max(0, roomBytes))
  const text = `${fact.text.slice(0, SHORTENED_TEXT).toWellFormed()} [shortened: ${overflowBytes} bytes are in ${overflow}]`
  return { fact: { ...fact, text, overflow }, overflowBytes }
}

const writerOf =
  (text: string): NonNullable<ToldFact['writeWhole']> =>
  async (path, maxBytes) => {
    const bytes = Buffer.from(text).subarray(0, maxBytes)
    await writeFile(path, bytes, { mode: FILE_MODE })
    return bytes.length
  }

export async function removeOverflow(folder: SessionFolder): Promise<void> {
  const names = await readdir(folder.path)
  for (const name of names.filter((one) => OVERFLOW_NAME.test(one))) await rm(join(folder.path, name))
}
