import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { Worktree } from '../ports/git.ts'
import type { AttemptParts } from './attempt-parts.ts'
import type { RunSite } from './run-site.ts'

/**
 * Reports that an agent's git config hid its working tree from git (I2). The config is copied to the quarantine, because the config itself
 * does not outlive the attempt. A config that Coppice cannot read is reported without a copy. The text is also written to the output of the
 * session.
 *
 * @returns a text for people, or null when the agent hid nothing
 */
export async function keepHidingConfig(
  { hosts }: AttemptParts,
  { quarantine }: RunSite,
  { task, session, sessionId }: AttemptOrder,
  worktree: Worktree,
): Promise<string | null> {
  const found = await worktree.hidingConfig()
  if (found === null) return null
  if (found === 'unreadable') {
    const text = `The agent of ${task.key} left a git config in its own git directory that Coppice cannot read, because it is too large or the agent took away the right to read it. So Coppice does not know whether it hid the working tree from git. Your repository and the next tasks are not affected.`
    await hosts.notice(sessionId, text)
    return text
  }
  const copy = join(quarantine, `${task.key}-session-${session}.config`)
  await mkdir(quarantine, { recursive: true, mode: 0o700 })
  await writeFile(copy, found.text, { mode: 0o600 })
  const text = `The agent of ${task.key} set ${found.key}=${found.value} in its own git directory, which hid its working tree from git. Your repository and the next tasks are not affected. A copy of the config is in ${copy}.`
  await hosts.notice(sessionId, text)
  return text
}
