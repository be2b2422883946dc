import type { RunRecord } from '../domain/records.ts'

/** The reason that a defect gives a run begins with this text. */
export const HALT_START = 'Coppice cannot continue with this run: '
/** The reason of a run whose agents another server has begins with this text. */
export const UNREACHABLE_START = 'The agents and worktrees of this run are in '

type Reasoned = Pick<RunRecord, 'awaitsBudget' | 'statusReason'>

/** @returns whether the `statusReason` of a run says why no server carries it out, so that it is no longer true when the run continues */
export const isOfHalt = ({ statusReason }: Reasoned): boolean =>
  // An older version stored a reason that begins with `halted: `.
  statusReason !== null && (statusReason.startsWith('halted: ') || startOfHalt(statusReason) >= 0)

/**
 * Returns the `statusReason` that a new reason gives a run. A run that waits for its budget keeps the reason of this pause, which says what a
 * person can do. The new reason follows it.
 */
export function withReason(run: Reasoned, reason: string): string {
  const kept = startOfHalt(reason) === 0 ? moneyReason(run) : run.awaitsBudget ? run.statusReason : null
  if (kept === null) return reason
  return kept.includes(reason) ? kept : `${kept}\n${reason}`
}

/** Returns why a run waits for its budget, without the text of a halt. @returns null when it does not wait for its budget */
export function moneyReason({ awaitsBudget, statusReason }: Reasoned): string | null {
  if (!awaitsBudget || statusReason === null) return null
  const end = startOfHalt(statusReason)
  return end < 0 ? statusReason : statusReason.slice(0, end).trimEnd() || null
}

const HALT_LINE = new RegExp(`^(?:${HALT_START}|${UNREACHABLE_START})`, 'm')

/** Returns the place of the line with which the text of a halt begins. @returns -1 when there is none */
const startOfHalt = (reason: string): number => reason.search(HALT_LINE)
