import { type DeliveryStatus, isRunEnded, type RunStatus } from '../marks/statuses.ts'
import { shortCommit } from '../words/format.ts'
import type { HistoryKind } from './history-track.ts'

/** The fields of a run that show where its work is. */
export interface DeliverableRun {
  number: number
  status: RunStatus
  completedTasks: number
  /** The time at which a person discarded the work. */
  discardedAt?: unknown
  delivery: { status: DeliveryStatus; commit?: string | null; reason?: string | null }
}

/** The work is merged, but neither delivered nor discarded. The next run starts from it (P5). */
export const isLeftOver = ({ status, completedTasks, discardedAt, delivery }: DeliverableRun): boolean =>
  isRunEnded(status) &&
  completedTasks > 0 &&
  !discardedAt &&
  (delivery.status === 'PENDING' || delivery.status === 'REFUSED')

/** The runs whose work the next run would carry in: those since the last delivery with undelivered work. `runs`: newest first. */
export function carriedRuns<Run extends DeliverableRun>(runs: readonly Run[]): Run[] {
  const delivered = runs.findIndex((run) => run.delivery.status === 'DELIVERED')
  return (delivered < 0 ? runs : runs.slice(0, delivered)).filter(isLeftOver)
}

/** The number of the later run that delivered the work of this run. @returns null when no run did. */
export function deliveredWith(runs: readonly DeliverableRun[], run: DeliverableRun): number | null {
  if (!isLeftOver(run)) return null
  const later = runs.filter((other) => other.number > run.number && other.delivery.status === 'DELIVERED')
  return later.reduce<number | null>((least, { number }) => Math.min(least ?? number, number), null)
}

/** For a list: the commit of the delivery, or words that say where the work is. */
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

/** How the history draws a run. */
export function historyKind(runs: readonly DeliverableRun[], run: DeliverableRun): HistoryKind {
  if (!isRunEnded(run.status)) return 'live'
  if (run.delivery.status === 'DELIVERED') return 'delivered'
  if (deliveredWith(runs, run) !== null) return 'carried'
  return isLeftOver(run) ? 'left' : 'nothing'
}
