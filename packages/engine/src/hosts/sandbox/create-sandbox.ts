import type { SandboxState } from '../../domain/sandbox.ts'
import type { Sandbox } from '../../ports/sandbox.ts'
import { type SandboxHere, sandboxHere } from './sandbox-here.ts'

/** Makes the sandbox of this machine. Once it was usable it counts as usable, so that the sessions of a run need no check each. */
export function createSandbox(here: SandboxHere, paths: Pick<Sandbox, 'hidden' | 'readable'>): Sandbox {
  let usable: SandboxState | null = null
  return {
    ...paths,
    async state() {
      if (usable !== null) return usable
      const state = await sandboxHere(here)
      if (state.is === 'usable') usable = state
      return state
    },
  }
}
