import type { SessionExpertise } from './expertise.ts'
import type { TaskDomain } from './task-domains.ts'

/**
 * The first attempt at a task of a run with verify, after its task has ended COMPLETED or FAILED. A session that was cut off, stalled, or ended by a
 * failure of infrastructure, of a provider, of the configuration or of Coppice is none, as for the results of models (M3).
 */
export interface FirstAttempt {
  domain: TaskDomain
  given: SessionExpertise['given']
  /** The ids of the entries that were chosen, also when the session was held out. */
  entryIds: ReadonlySet<string>
  /** Whether this attempt's work was merged and verified. */
  succeeded: boolean
  /** The cost of the session in millionths of a dollar. It is null when it is unknown (M1). */
  costMicroUsd: number | null
  durationMs: number
}

/** A value with the interval that contains the true one with a confidence of 95 %. */
export interface Estimated {
  value: number
  low: number
  high: number
}

/** The first attempts with entries, or those without. */
export interface LiftSide {
  sessions: number
  successes: number
  /** The share of successes. */
  success: Estimated
  /** The mean of the known costs. It is null when none is known. */
  meanCostMicroUsd: number | null
  meanDurationMs: number | null
}

/**
 * How much entries help: the differences between first attempts with them and first attempts without them. A difference is null when there are
 * not enough sessions.
 */
export interface Lift {
  /**
   * `HOLD_OUT`: the sessions without entries were chosen by chance. `OTHER_SESSIONS`: they are all sessions without entries, so something
   * else may have changed too, such as the model.
   */
  basis: 'HOLD_OUT' | 'OTHER_SESSIONS'
  /** The verdict on the success at the first attempt. */
  verdict: 'NOT_ENOUGH_DATA' | 'HELPS' | 'HARMS' | 'NO_EFFECT_SHOWN'
  with: LiftSide
  without: LiftSide
  success: Estimated | null
  costMicroUsd: Estimated | null
  durationMs: Estimated | null
}
