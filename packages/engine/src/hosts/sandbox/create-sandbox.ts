import { realpathSync } from 'node:fs'
import type { SandboxState } from '../../domain/sandbox.ts'
import type { Sandbox } from '../../ports/sandbox.ts'
import { type SandboxHere, sandboxHere } from './sandbox-here.ts'

/** A sandbox has its own of these folders, so it cannot have the worktree of an agent in them. */
const OF_SANDBOX = ['/dev', '/proc']

/** Makes the sandbox of this machine. Once it was usable it counts as usable, so that the sessions of a run need no check each. */
export function createSandbox(here: SandboxHere, paths: Pick<Sandbox, 'hidden' | 'readable'>): Sandbox {
  let usable: SandboxState | null = null
  return {
    ...paths,
    async state() {
      if (usable !== null) return usable
      const state = refusalOf(paths.hidden) ?? (await sandboxHere(here))
      if (state.is === 'usable') usable = state
      return state
    },
  }
}

/** @param folders those of the server, which are hidden from agents: the data folder has their worktrees */
function refusalOf(folders: readonly string[]): SandboxState | null {
  for (const folder of folders)
    for (const top of OF_SANDBOX)
      if (real(folder).startsWith(`${top}/`))
        return {
          is: 'unusable',
          why: `the data folder ${folder} is in ${top}, and a sandbox has a ${top} of its own. Start the server with another data folder (COPPICE_HOME)`,
        }
  return null
}

function real(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
