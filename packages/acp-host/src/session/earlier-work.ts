import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AGENT_WORDS_FILE } from '@coppice/engine/domain/host-contract'

const run = promisify(execFile)
const MAX_COMMITS = 30
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

/** Returns the commits of a worktree since a commit, the newest first, one per line. */
export async function commitsSince(worktree: string, base: string): Promise<string> {
  const args = ['log', '--format=- %s', `--max-count=${MAX_COMMITS}`, `${base}..HEAD`]
  const { stdout } = await run('git', args, { cwd: worktree })
  return stdout.trim()
}
