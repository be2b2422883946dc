import type { SandboxState } from '../domain/sandbox.ts'
import { NO_SANDBOX, type Sandbox } from '../ports/sandbox.ts'

/** Returns whether a server can confine agents. */
export const sandboxState = async ({ sandbox }: { sandbox?: Sandbox }): Promise<SandboxState> =>
  (await sandbox?.state()) ?? NO_SANDBOX
