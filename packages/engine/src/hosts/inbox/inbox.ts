import { appendFileSync, readFileSync, truncateSync } from 'node:fs'
import type { InboxRecord } from '../../domain/inbox-message.ts'
import { FILE_MODE } from '../journal/session-folder.ts'

/** Names the path of the inbox in the environment of the session's process. */
export const INBOX_VARIABLE = 'COPPICE_INBOX'
/** R4: the limit of one session's inbox. */
const MAX_INBOX_BYTES = 1024 * 1024

/**
 * Adds a record to an inbox, which has one JSON object per line. A record with a known id changes nothing. The function is synchronous, so
 * that two calls do not overlap. Throws when the inbox is full.
 */
export function addToInbox(path: string, record: InboxRecord): void {
  const stored = readIfThere(path)
  const whole = stored.slice(0, stored.lastIndexOf('\n') + 1)
  if (idsOf(whole).includes(record.id)) return
  const line = `${JSON.stringify(record)}\n`
  if (Buffer.byteLength(whole + line) > MAX_INBOX_BYTES)
    throw new Error(`the inbox of the session is full (${MAX_INBOX_BYTES} bytes)`)
  // A crash tore the last line. Nobody has read it, because a line counts once its line break is written.
  if (whole.length < stored.length) truncateSync(path, Buffer.byteLength(whole))
  appendFileSync(path, line, { mode: FILE_MODE })
}

const idsOf = (lines: string): string[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as InboxRecord).id)

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
