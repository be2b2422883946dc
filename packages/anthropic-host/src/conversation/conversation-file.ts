import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONVERSATION_FILE } from '@coppice/engine/domain/host-contract'
import type { ConversationRecord } from './record.ts'

const FILE_MODE = 0o600

/** Reads the conversation in the folder of a session. Bytes after the last line break were left by a crash and do not count. @returns null when the session has no conversation */
export function readConversation(folder: string): ConversationRecord[] | null {
  const path = join(folder, CONVERSATION_FILE)
  if (!existsSync(path)) return null
  const text = readFileSync(path, 'utf8')
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ConversationRecord)
}

/** Writes the beginning of a conversation in one step, so that a crash leaves either all of it or nothing (R1). */
export function beginConversation(folder: string, records: readonly ConversationRecord[]): void {
  const path = join(folder, CONVERSATION_FILE)
  writeFileSync(`${path}.new`, records.map(lineOf).join(''), { mode: FILE_MODE })
  renameSync(`${path}.new`, path)
}

export const addToConversation = (folder: string, record: ConversationRecord): void =>
  appendFileSync(join(folder, CONVERSATION_FILE), lineOf(record), { mode: FILE_MODE })

const lineOf = (record: ConversationRecord): string => `${JSON.stringify(record)}\n`
