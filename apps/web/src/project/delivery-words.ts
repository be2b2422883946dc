import { type DeliveryStatus, isRunEnded, type RunStatus } from '../marks/statuses.ts'
import { shortCommit } from '../words/format.ts'
import type { HistoryKind } from './history-track.ts'

/** The fields of a run from which its delivery is described. */
export interface DeliverableRun {
  number: number
  status: RunStatus
  completedTasks: number
  /** When a person discarded the run; null or absent when nobody did. */
  discardedAt?: unknown
  delivery: { status: DeliveryStatus; commit?: string | null; reason?: string | null }
}

/** Whether an ended run has merged work that is neither delivered nor discarded. The next run carries it in (P5). */
export const isLeftOver = ({ status, completedTasks, discardedAt, delivery }: DeliverableRun): boolean =>
  isRunEnded(status) &&
  completedTasks > 0 &&
  !discardedAt &&
  (delivery.status === 'PENDING' || delivery.status === 'REFUSED')

/** @returns the runs with undelivered work since the last delivery, which the next run would carry in. @param runs newest first */
export function carriedRuns<Run extends DeliverableRun>(runs: readonly Run[]): Run[] {
  const delivered = runs.findIndex((run) => run.delivery.status === 'DELIVERED')
  return (delivered < 0 ? runs : runs.slice(0, delivered)).filter(isLeftOver)
}

/** @returns the number of the later run that carried in and delivered the work of this run; null when no run did. */
export function deliveredWith(runs: readonly DeliverableRun[], run: DeliverableRun): number | null {
  if (!isLeftOver(run)) return null
  const later = runs.filter((other) => other.number > run.number && other.delivery.status === 'DELIVERED')
  return later.reduce<number | null>((least, { number }) => Math.min(least ?? number, number), null)
}

/** The delivery of a run for a list: its commit, or a text that says where the work is. */
export function deliveryWords(
  runs: readonly DeliverableRun[],
  run: DeliverableRun,
): { commit: string } | { words: string } {
  if (run.delivery.status === 'DELIVERED' && run.delivery.commit) return { commit: shortCommit(run.delivery.commit) }
  const carrier = deliveredWith(runs, run)
  if (carrier !== null) return { words: `with run ${carrier}` }
  if (!isRunEnded(run.status)) return { words: '' }
  if (run.discardedAt) return { words: 'discarded' }
  if (run.delivery.status === 'UNDONE') return { words: 'undone' }
  if (run.completedTasks === 0) return { words: 'nothing to deliver' }
  return { words: run.delivery.status === 'REFUSED' ? 'refused' : 'waits for you' }
}

/** @returns how the history draws a run. */
export function historyKind(runs: readonly DeliverableRun[], run: DeliverableRun): HistoryKind {
  if (!isRunEnded(run.status)) return 'live'
  if (run.delivery.status === 'DELIVERED') return 'delivered'
  if (deliveredWith(runs, run) !== null) return 'carried'
  return isLeftOver(run) ? 'left' : 'nothing'
}
