import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Failure } from '../../domain/records.ts'
import { NO_SANDBOX, type Sandbox } from '../../ports/sandbox.ts'
import type { AttemptParts } from '../attempt-parts.ts'

/** How an agent is confined. */
export type Confinement =
  | { is: 'sandbox'; sandbox: Sandbox }
  /** `why` is null when the plan asks for no sandbox. */
  | { is: 'none'; why: string | null }
  | { is: 'refused'; failure: Failure }

/**
 * Decides whether the agent of an attempt runs in a sandbox. The start of the run has checked this too, but this server may be another one, or
 * its machine may have changed since.
 */
export async function sandboxOf({ sandbox }: Pick<AttemptParts, 'sandbox'>, order: AttemptOrder): Promise<Confinement> {
  const { use } = order.sandbox
  if (use === 'off') return { is: 'none', why: null }
  const state = (await sandbox?.state()) ?? NO_SANDBOX
  if (sandbox && state.is === 'usable') return { is: 'sandbox', sandbox }
  const why = state.is === 'unusable' ? state.why : NO_SANDBOX.why
  if (use === 'on') return { is: 'none', why }
  const reason = `the plan requires a sandbox, and this server cannot confine agents: ${why}`
  return { is: 'refused', failure: { class: 'configuration', reason, output: '' } }
}
