import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { ServerFacts } from '../ports/agent.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'

export interface ServerFactsDeps {
  passed: PassedVariables
  /** The allow-listed environment of agents and commands (A2). */
  env: Readonly<Record<string, string>>
}

/** Returns the facts about this server that a kind of agent checks before a run starts. */
export const serverFacts = ({ passed, env }: ServerFactsDeps): ServerFacts => ({
  isSet: (variable) => passed.unset([variable]).length === 0,
  hasSettings: (path) => existsSync(join(env.XDG_CONFIG_HOME ?? join(env.HOME ?? '/', '.config'), path)),
  hasInHome: (path, text) => isFileWith(join(env.HOME ?? '/', path), text),
  hasProgram: (program) =>
    isAbsolute(program)
      ? mayRun(program)
      : (env.PATH ?? '').split(delimiter).some((folder) => isAbsolute(folder) && mayRun(join(folder, program))),
})

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isFileWith(path: string, text = ''): boolean {
  try {
    return existsSync(path) && (text === '' || readFileSync(path, 'utf8').includes(text))
  } catch {
    return false
  }
}
