import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AGENT_WORDS_FILE } from '@coppice/engine/domain/host-contract'

const FILE_MODE = 0o600
const LONGEST = 4_000

/** Keeps the last message of the agent for a later session that cannot continue the conversation. */
export const keepLastWords = (folder: string, words: string): void =>
  writeFileSync(join(folder, AGENT_WORDS_FILE), words.slice(-LONGEST), { mode: FILE_MODE })

/** @param earlier the folder of the earlier session, or undefined when it is not on this machine */
export function lastWordsOf(earlier: string | undefined): string {
  const path = join(earlier ?? '', AGENT_WORDS_FILE)
  return earlier !== undefined && existsSync(path) ? readFileSync(path, 'utf8').toWellFormed() : ''
}
