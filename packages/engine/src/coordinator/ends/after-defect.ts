import { OwnerLost } from '../../domain/owner-lost.ts'
import type { RunRecord } from '../../domain/records.ts'
import { InvalidRepository } from '../../domain/refusals.ts'
import { isRunEnded } from '../../domain/statuses.ts'
import { recordHalt } from '../../lifecycle/run-lifecycle.ts'
import { backoffMs } from '../../scheduler/backoff.ts'
import { CannotContinue } from '../run/cannot-continue.ts'
import type { RunParts } from '../run/open-run.ts'
import { endByRecord } from './end-by-record.ts'

/**
 * The run ends after this many defects in a row, if no task has ended between them. The waits between two tries grow to a minute, so that a
 * person has time to mount a volume again or to empty a disk.
 */
const MOST_HALTS = 8
/** The same for a cancelled run. It is tried only once more, because a person waits for its end. That try may still commit unfinished work. */
const MOST_HALTS_CANCELLED = 2

export interface Retry {
  inMs: number
  /** The last command to the run at the time of the defect. A later command makes the next try start at once. Null when it is not known. */
  lastCommand: number | null
}

const AT_ONCE: Retry = { inMs: 0, lastCommand: 0 }

/**
 * Decides what happens after a defect has stopped a run. It records the defect and its number in the row. The last defect that is allowed in
 * a row ends the run.
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

/** The reason of a run that a defect has stopped, while its active agents finish. */
export const waitingReason = (defect: Error): string =>
  `Coppice cannot continue: ${causeOf(defect)}\nThe agents that are active now finish first.`

const haltReason = (defect: Error, halts: number): string =>
  `Coppice cannot continue: ${causeOf(defect)}\nNothing is lost, and Coppice tries again (failure ${halts} of ${MOST_HALTS}).`

function endReason({ status, halts }: RunRecord, defect: Error): string {
  if (status === 'CANCELLING') return `cancelled. Coppice could not tidy up: ${causeOf(defect)}`
  if (defect instanceof CannotContinue) return defect.message
  return `Coppice gave up after ${halts} failures in a row: ${causeOf(defect)}\nFinished work stays on its branches. Fix the cause, then start a run: it merges that work first.`
}

function causeOf(defect: Error): string {
  return defect instanceof InvalidRepository
    ? `the repository cannot be opened. ${defect.message}`
    : defect.message || defect.name
}
