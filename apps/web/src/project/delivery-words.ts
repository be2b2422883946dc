import { type DeliveryStatus, isRunEnded, type RunStatus } from '../marks/statuses.ts'
import { shortCommit } from '../words/format.ts'
import type { HistoryKind } from './history-track.ts'

/** What tells of a run where its work went. */
export interface DeliverableRun {
  number: number
  status: RunStatus
  completedTasks: number
  /** A time, where a person gave its work up. */
  discardedAt?: unknown
  delivery: { status: DeliveryStatus; commit?: string | null; reason?: string | null }
}

/** Its work is merged, and neither delivered nor given up: the next run starts from it (P5). */
export const isLeftOver = ({ status, completedTasks, discardedAt, delivery }: DeliverableRun): boolean =>
  isRunEnded(status) &&
  completedTasks > 0 &&
  !discardedAt &&
  (delivery.status === 'PENDING' || delivery.status === 'REFUSED')

/** The runs whose work a run started now would carry in: what is left over since the last delivery. `runs`: newest first. */
export function carriedRuns<Run extends DeliverableRun>(runs: readonly Run[]): Run[] {
  const delivered = runs.findIndex((run) => run.delivery.status === 'DELIVERED')
  return (delivered < 0 ? runs : runs.slice(0, delivered)).filter(isLeftOver)
}

/** The number of the run that brought a left-over run's work to the base branch with its own; null where none did. */
export function deliveredWith(runs: readonly DeliverableRun[], run: DeliverableRun): number | null {
  if (!isLeftOver(run)) return null
  const later = runs.filter((other) => other.number > run.number && other.delivery.status === 'DELIVERED')
  return later.reduce<number | null>((least, { number }) => Math.min(least ?? number, number), null)
}

/** In a list: the commit where it was delivered, else in words where its work is. */
export function deliveryWords(
  runs: readonly DeliverableRun[],
  run: DeliverableRun,
): { commit: string } | { words: string } {
  if (run.delivery.status === 'DELIVERED' && run.delivery.commit) return { commit: shortCommit(run.delivery.commit) }
  const carrier = deliveredWith(runs, run)
  if (carrier !== null) return { words: `with run ${carrier}` }
  if (!isRunEnded(run.status)) return { words: '' }
  if (run.discardedAt) return { words: 'discarded' }
  if (run.completedTasks === 0) return { words: 'nothing to deliver' }
  return { words: run.delivery.status === 'REFUSED' ? 'refused' : 'waits for you' }
}

/** How a run is drawn in the history. */
export function historyKind(runs: readonly DeliverableRun[], run: DeliverableRun): HistoryKind {
  if (!isRunEnded(run.status)) return 'live'
  if (run.delivery.status === 'DELIVERED') return 'delivered'
  if (deliveredWith(runs, run) !== null) return 'carried'
  return isLeftOver(run) ? 'left' : 'nothing'
}
