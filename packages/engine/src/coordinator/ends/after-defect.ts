import { OwnerLost } from '../../domain/owner-lost.ts'
import type { RunRecord } from '../../domain/records.ts'
import { InvalidRepository } from '../../domain/refusals.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import { recordHalt } from '../../lifecycle/run-lifecycle.ts'
import { backoffMs } from '../../scheduler/backoff.ts'
import { CannotContinue } from '../run/cannot-continue.ts'
import type { RunParts } from '../run/open-run.ts'
import { endByRecord } from './end-by-record.ts'

/** In a row, without a task that ended in between. The waits between them grow to a minute: a volume may be mounted again, a disk emptied. */
const MOST_HALTS = 8
/** Somebody waits for the end of a cancelled run. One more try may still commit what agents left. */
const MOST_HALTS_CANCELLED = 2

export interface Retry {
  inMs: number
  /** The last command that the run had then. A later one is a reason to try again earlier. Null when the record cannot be used. */
  lastCommand: number | null
}

const AT_ONCE: Retry = { inMs: 0, lastCommand: 0 }

/**
 * A defect has stopped the run. Its record says why, and counts it; the last of a row ends the run.
 *
 * @returns null when the run has ended
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
    log.error({ runId, err: error }, 'the record could not be written; the run is tried again')
    return { inMs: backoff.capMs, lastCommand: null }
  }
}

const hasEnded = (run: RunRecord | null): boolean => run === null || isRunEnded(run.status)

function isLast({ status, halts }: RunRecord, defect: Error): boolean {
  if (status === 'CANCELLING') return halts >= MOST_HALTS_CANCELLED
  return halts >= MOST_HALTS || defect instanceof CannotContinue
}

/** While agents that are at work finish. */
export const waitingReason = (defect: Error): string =>
  `Coppice cannot continue: ${said(defect)}\nWhat is at work now finishes first.`

const haltReason = (defect: Error, halts: number): string =>
  `Coppice cannot continue: ${said(defect)}\nNothing is lost, and it tries again (failure ${halts} of ${MOST_HALTS}).`

function endReason({ status, halts }: RunRecord, defect: Error): string {
  if (status === 'CANCELLING') return `cancelled. Coppice could not tidy up: ${said(defect)}`
  if (defect instanceof CannotContinue) return defect.message
  return `Coppice gave up after ${halts} failures in a row: ${said(defect)}\nFinished work stays on its branches. Fix the cause, then start a run: it merges that work first.`
}

function said(defect: Error): string {
  return defect instanceof InvalidRepository
    ? `the repository cannot be opened. ${defect.message}`
    : defect.message || defect.name
}
