import { appendFileSync, readFileSync, truncateSync } from 'node:fs'
import type { InboxRecord } from '../../domain/inbox-message.ts'
import { FILE_MODE } from '../journal/session-folder.ts'

/** The variable with which the agent's process gets the path of its inbox. */
export const INBOX_VARIABLE = 'COPPICE_INBOX'
/** The size limit of one session's inbox (R4: disk use has stated limits). */
const MAX_INBOX_BYTES = 1024 * 1024

/**
 * Adds a record to an inbox, which has one JSON object per line. If the inbox has a record with the same id, nothing changes. The function
 * is synchronous, so that two calls do not overlap.
 * @throws when the inbox is full
 */
export function addToInbox(path: string, record: InboxRecord): void {
  const stored = readIfThere(path)
  const whole = stored.slice(0, stored.lastIndexOf('\n') + 1)
  if (idsOf(whole).includes(record.id)) return
  const line = `${JSON.stringify(record)}\n`
  if (Buffer.byteLength(whole + line) > MAX_INBOX_BYTES)
    throw new Error(
      `the inbox ${path} is full (limit: 1 MiB), so its session gets no more messages. To end the session, cancel its task`,
    )
  // A crash may have left an incomplete last line. It is removed: no reader has used it, because a line counts only with its line break.
  if (whole.length < stored.length) truncateSync(path, Buffer.byteLength(whole))
  appendFileSync(path, line, { mode: FILE_MODE })
}

const idsOf = (lines: string): string[] => recordsOf(lines).map(({ id }) => id)

const recordsOf = (lines: string): InboxRecord[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as InboxRecord)

/** @returns the record with this id, or null when the inbox has none */
export function findInInbox(path: string, id: string): InboxRecord | null {
  const stored = readIfThere(path)
  const whole = stored.slice(0, stored.lastIndexOf('\n') + 1)
  return recordsOf(whole).find((record) => record.id === id) ?? null
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
