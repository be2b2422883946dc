import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { ProgramStart, ShellStart } from '../ports/agent.ts'
import { SPEC_FILE } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'

/** Makes the shell command that starts a program of Coppice, and the variables that the program gets. @throws when this machine lacks the program */
export async function programStart(
  { hosts, programs }: Pick<AttemptParts, 'hosts' | 'programs'>,
  { sessionId, resume }: AttemptOrder,
  { program, spec, env }: ProgramStart,
): Promise<ShellStart> {
  const path = programs?.get(program)
  if (path === undefined) throw new Error(`this server has no program ${program}`)
  const specFile = await hosts.provide(sessionId, SPEC_FILE, JSON.stringify(spec))
  return {
    command: `exec ${shellWord(process.execPath)} ${shellWord(path)}`,
    env: {
      ...env,
      COPPICE_SPEC_FILE: specFile,
      ...variable('COPPICE_SESSION_FOLDER', hosts.folder(sessionId)),
      ...variable('COPPICE_RESUMED_FOLDER', resume && hosts.folder(resume.sessionId)),
    },
  }
}

const variable = (name: string, value: string | null) => (value === null ? {} : { [name]: value })

/** Quotes a text so that the shell takes it as one word, as it is. */
const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
