import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { ScriptStart, ShellStart } from '../ports/agent.ts'
import { SPEC_FILE } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'

/** Makes the shell command that starts a script of Coppice, and the variables that the script gets. @throws when this installation lacks the script */
export async function scriptStart(
  { hosts, scripts, agentsRoot }: Pick<AttemptParts, 'hosts' | 'scripts' | 'agentsRoot'>,
  { sessionId, resume }: AttemptOrder,
  { script, spec, env }: ScriptStart,
): Promise<ShellStart> {
  const path = scripts?.get(script)
  if (path === undefined)
    throw new Error(`this installation of Coppice lacks its own script ${script}. Reinstall Coppice`)
  const specFile = await hosts.provide(sessionId, SPEC_FILE, JSON.stringify(spec))
  return {
    command: `exec ${shellWord(process.execPath)} ${shellWord(path)}`,
    env: {
      ...env,
      COPPICE_SPEC_FILE: specFile,
      ...variable('COPPICE_SESSION_FOLDER', hosts.folder(sessionId)),
      ...variable('COPPICE_AGENTS_FOLDER', agentsRoot ?? null),
      ...variable('COPPICE_RESUMED_FOLDER', resume && hosts.folder(resume.sessionId)),
    },
  }
}

const variable = (name: string, value: string | null) => (value === null ? {} : { [name]: value })

/** Quotes a text so that the shell takes it as one word, as it is. */
const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
