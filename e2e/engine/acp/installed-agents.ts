import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { installedProgram } from '@coppice/acp-host/install'
import { acpPreset, installFolder } from '@coppice/engine/agents'

/** The folder in the user's cache into which the agents of tests are installed once. */
export const AGENTS = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coppice-tests', 'agents')

/** Installs an agent, unless it is there. @returns why it cannot be installed here, or null */
export async function installAgent(name: string): Promise<string | null> {
  const preset = acpPreset(name)
  if (preset === undefined) throw new Error(`there is no preset ${name}`)
  mkdirSync(AGENTS, { recursive: true })
  try {
    await installedProgram(preset, {
      root: AGENTS,
      env: process.env,
      say: (text) => console.info(text),
      signal: AbortSignal.timeout(300_000),
    })
    return null
  } catch (error) {
    return `${installFolder(preset)} cannot be installed here (${(error as Error).message})`
  }
}
