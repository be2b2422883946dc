import { cpSync, existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AcpPreset } from '@coppice/engine/agents'
import { AGENT_FOLDER } from '@coppice/engine/domain/host-contract'
import { signInOf } from './sign-in.ts'

const FOLDER_MODE = 0o700

/**
 * Returns the folder for an agent's own files, such as its settings and its conversation. When the conversation is continued, the folder
 * contains a copy of the files of the earlier session.
 *
 * @param session the folder of the session
 * @param earlier the folder of the earlier session, or undefined
 * @returns null when the agent must use the files of the user, because the user has signed in there. A copy of the credentials would not work:
 * the agent renews them, and the credentials of the user become invalid
 */
export function agentFolder(
  preset: AcpPreset,
  env: NodeJS.ProcessEnv,
  session: string,
  earlier: string | undefined,
): string | null {
  if (signInOf(preset, env)?.by === 'file') return null
  const folder = join(session, AGENT_FOLDER)
  const before = earlier === undefined ? null : join(earlier, AGENT_FOLDER)
  // A host that was killed could not remove the keys.
  if (earlier !== undefined) removeKeys(preset, earlier)
  if (before !== null && existsSync(before)) cpSync(before, folder, { recursive: true, filter: isCopied })
  else mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  return folder
}

/** Removes the keys that the agent of a session wrote into its own folder. They must not be kept as long as the output (A2). */
export function removeKeys({ keyFiles }: Pick<AcpPreset, 'keyFiles'>, session: string): void {
  for (const file of keyFiles) rmSync(join(session, AGENT_FOLDER, file), { force: true })
}

/** Sockets of an agent that was killed cannot be copied. */
function isCopied(path: string): boolean {
  const found = lstatSync(path)
  return found.isFile() || found.isDirectory() || found.isSymbolicLink()
}
