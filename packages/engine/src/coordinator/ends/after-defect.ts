import { OwnerLost } from '../../domain/owner-lost.ts'
import type { RunRecord } from '../../domain/records.ts'
import { InvalidRepository } from '../../domain/refusals.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import { recordHalt } from '../../lifecycle/run-lifecycle.ts'
import { HALT_START } from '../../lifecycle/run-reason.ts'
import { backoffMs } from '../../scheduler/backoff.ts'
import { CannotContinue } from '../run/cannot-continue.ts'
import type { RunParts } from '../run/open-run.ts'
import { endByRecord } from './end-by-record.ts'

/**
 * The run ends after this many defects without the end of a task in between. The waits between the tries grow to one minute, so that a
 * person has time to mount a volume again or to free space on a disk.
 */
const MAX_HALTS = 8
/** A cancelled run ends earlier, because a person waits for its end. One more try may still commit the work of its agents. */
const MAX_HALTS_CANCELLED = 2

/** When to try again to carry out a run after a defect. */
export interface Retry {
  inMs: number
  /**
   * The number of the run's last command at the time of the defect. A later command causes the next try at once. It is null when the
   * database could not be used.
   */
  lastCommand: number | null
}

const AT_ONCE: Retry = { inMs: 0, lastCommand: 0 }

/**
 * Records that a defect has stopped the run. After too many defects in a row it ends the run.
 *
 * @returns when to try again, or null when the run has ended
 */
export async function afterDefect(deps: RunParts, runId: string, defect: Error): Promise<Retry | null> {
  const { log, store, backoff, clock } = deps
  log.error({ runId, err: defect }, 'a defect has stopped the run')
  try {
    const halted = await recordHalt(deps, runId, (halts) => haltReason(defect, halts))
    if (halted === null) return hasEnded(await store.run(runId)) ? null : AT_ONCE
    const { halts, lastCommand } = halted
    if (!isLast(halted, defect)) return { inMs: backoffMs(halts, clock.random(), backoff), lastCommand }
    return (await endByRecord(deps, halted, endReason(halted, defect))) ? null : AT_ONCE
  } catch (error) {
    if (error instanceof OwnerLost) return null
    log.error({ runId, err: error }, 'the defect could not be recorded in the database; the run is tried again')
    return { inMs: backoff.capMs, lastCommand: null }
  }
}

const hasEnded = (run: RunRecord | null): boolean => run === null || isRunEnded(run.status)

function isLast({ status, halts }: RunRecord, defect: Error): boolean {
  if (status === 'CANCELLING') return halts >= MAX_HALTS_CANCELLED
  return halts >= MAX_HALTS || defect instanceof CannotContinue
}

/** Returns the reason that a run shows after a defect until its active agents have finished. */
export const waitingReason = (defect: Error): string =>
  `${HALT_START}${messageOf(defect)}\nThe agents that are active now finish first.`

const haltReason = (defect: Error, halts: number): string =>
  `${HALT_START}${messageOf(defect)}\nNo work is lost. Coppice tries again (failure ${halts} of ${MAX_HALTS}).`

function endReason({ status, halts }: RunRecord, defect: Error): string {
  if (status === 'CANCELLING')
    return `cancelled. Coppice could not remove the worktrees of the run: ${messageOf(defect)}\nThe next run of this project tries it again.`
  if (defect instanceof CannotContinue) return defect.message
  return `Coppice gave up after ${halts} failures in a row: ${messageOf(defect)}\nThe finished work stays on its branches. Fix the cause, then start a run. It merges the finished work first.`
}

function messageOf(defect: Error): string {
  return defect instanceof InvalidRepository
    ? `the repository cannot be opened. ${defect.message}`
    : defect.message || defect.name
}
