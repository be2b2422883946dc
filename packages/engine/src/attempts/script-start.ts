import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import { OWN_FOLDER } from '../domain/sandbox.ts'
import type { ScriptStart, ShellStart } from '../ports/agent.ts'
import { SPEC_FILE } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'

/** Makes the shell command that starts a script of Coppice, and the variables that the script gets. @throws when this installation lacks the script */
export async function scriptStart(
  parts: Pick<AttemptParts, 'hosts' | 'scripts' | 'agentsRoot'>,
  { sessionId, resume }: AttemptOrder,
  { script, spec, env }: ScriptStart,
): Promise<ShellStart> {
  const { hosts, agentsRoot } = parts
  const command = scriptCommand(parts, script)
  const specFile = await hosts.provide(sessionId, SPEC_FILE, JSON.stringify(spec))
  return {
    command,
    env: {
      ...env,
      COPPICE_SPEC_FILE: specFile,
      ...variable('COPPICE_SESSION_FOLDER', hosts.folder(sessionId)),
      ...variable('COPPICE_AGENTS_FOLDER', agentsRoot ?? null),
      ...variable('COPPICE_RESUMED_FOLDER', resume && folderOfHost(hosts.folder(resume.sessionId))),
    },
  }
}

/** Returns the shell command that starts a script of Coppice. @throws when this installation lacks the script */
export function scriptCommand({ scripts }: Pick<AttemptParts, 'scripts'>, script: string): string {
  const path = scripts?.get(script)
  if (path === undefined)
    throw new Error(`this installation of Coppice lacks its own script ${script}. Reinstall Coppice`)
  return `exec ${shellWord(process.execPath)} ${shellWord(path)}`
}

/** Returns where the host of an earlier session kept its files. In a sandbox, that is a folder of its own. */
function folderOfHost(session: string | null): string | null {
  if (session === null) return null
  const own = join(session, OWN_FOLDER)
  return existsSync(own) ? own : session
}

const variable = (name: string, value: string | null) => (value === null ? {} : { [name]: value })

/** Quotes a text so that the shell takes it as one word, as it is. */
const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
