import { realpathSync } from 'node:fs'
import { extname } from 'node:path'
import type { AcpPreset, AcpSpec } from '@coppice/engine/agents'
import { installedProgram } from '../install/install-agent.ts'
import { agentEnvironment } from './agent-environment.ts'
import { agentFolder } from './agent-folder.ts'
import type { AgentCommand } from './agent-process.ts'

export interface CommandParts {
  spec: AcpSpec
  preset: AcpPreset | undefined
  env: NodeJS.ProcessEnv
  /** The folder of the session, and that of the session whose conversation is continued. */
  folder: string
  earlier: string | undefined
  worktree: string
  /** Prints a notice for people. */
  say: (text: string) => void
  /** Prints a sign of life, so that the session does not count as stalled (S6). */
  alive: () => void
  signal: AbortSignal
}

/** Returns how the agent is started. The program of a preset is installed first, unless the plan names another one. @throws NotInstalled */
export async function agentCommand(parts: CommandParts): Promise<AgentCommand> {
  const { preset, env, worktree } = parts
  const added = preset === undefined ? {} : presetVariables(preset, parts)
  return { ...(await agentProgram(parts)), env: agentEnvironment(env, added), cwd: worktree }
}

function presetVariables(
  preset: AcpPreset,
  { spec, env, folder, earlier }: CommandParts,
): Readonly<Record<string, string>> {
  return preset.environment({
    folder: agentFolder(preset, env, folder, earlier),
    model: spec.model,
    policy: spec.permissions,
    variable: (name) => env[name] || undefined,
  })
}

/** Returns the program of the agent. That of a preset is installed first, unless the plan names another one. @throws NotInstalled */
export async function agentProgram(
  parts: Pick<CommandParts, 'spec' | 'preset' | 'env' | 'say' | 'alive' | 'signal'>,
): Promise<Pick<AgentCommand, 'program' | 'args'>> {
  const { spec, preset, env, alive } = parts
  const [own, ...args] = spec.command ?? []
  if (own !== undefined) return { program: own, args }
  if (preset === undefined) throw new Error('the agent has neither a preset nor a command')
  const root = env.COPPICE_AGENTS_FOLDER
  if (root === undefined) throw new Error('Coppice has no folder for agents')
  const timer = setInterval(alive, 1_000)
  try {
    const secrets = Object.fromEntries(preset.variables.secret.map((name) => [name, undefined]))
    const path = await installedProgram(preset, { ...parts, root, env: { ...env, ...secrets } })
    return packageCommand(path, preset.args)
  } finally {
    clearInterval(timer)
  }
}

const SCRIPTS: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs'])

/** A script runs with the Node of Coppice, because the Node in the PATH may be too old for it. */
function packageCommand(path: string, args: readonly string[]): Pick<AgentCommand, 'program' | 'args'> {
  const real = realpathSync(path)
  return SCRIPTS.has(extname(real)) ? { program: process.execPath, args: [real, ...args] } : { program: real, args }
}
