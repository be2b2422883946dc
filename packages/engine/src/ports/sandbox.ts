import type { SandboxState } from '../domain/sandbox.ts'

/** The sandbox of this machine, in which agents run if the plan says so. */
export interface Sandbox {
  /** Finds out whether agents can be confined here now. It starts a few short programs. */
  state(): Promise<SandboxState>
  /** The absolute paths of folders that no agent may see, such as the data folder. */
  readonly hidden: readonly string[]
  /** The absolute paths that agents need though they may be within a hidden folder, such as the programs of Coppice. */
  readonly readable: readonly string[]
}

/** The state of a server without the parts of a sandbox. */
export const NO_SANDBOX: SandboxState & { is: 'unusable' } = { is: 'unusable', why: 'this server has no sandbox' }
