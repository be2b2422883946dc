import type { NeedsMet } from './needs.ts'
import type { Snapshot } from './snapshot.ts'

/** Open, and every task of it has ended. */
export function closableBatches(snapshot: Snapshot): number[] {
  const over = isOver(snapshot)
  return snapshot.batches.filter(({ state, number }) => state === 'open' && over(number)).map(({ number }) => number)
}

/**
 * `BATCHES`: the next one, when all before it are closed. `CONTINUOUS`: each of which a task could start. One in which nothing is left
 * to do begins too, and ends at once.
 */
export function openableBatches(snapshot: Snapshot, met: NeedsMet): number[] {
  if (snapshot.strategy === 'BATCHES') {
    const first = snapshot.batches.find((batch) => batch.state !== 'closed')
    return first?.state === 'pending' ? [first.number] : []
  }
  const over = isOver(snapshot)
  const startable = new Set(
    snapshot.tasks.filter((task) => task.state !== 'ended' && met(task)).map(({ batch }) => batch),
  )
  return snapshot.batches
    .filter(({ state, number }) => state === 'pending' && (startable.has(number) || over(number)))
    .map(({ number }) => number)
}

/** Whose tasks may start. `BATCHES`: the first that is not closed; those that a reopened one has overtaken wait (S7). */
export function presentBatches({ strategy, batches }: Snapshot): ReadonlySet<number> {
  const open = batches.filter((batch) => batch.state === 'open').map((batch) => batch.number)
  return new Set(strategy === 'CONTINUOUS' ? open : open.slice(0, 1))
}

function isOver({ tasks }: Snapshot): (number: number) => boolean {
  const unended = new Set(tasks.filter((task) => task.state !== 'ended').map((task) => task.batch))
  return (number) => !unended.has(number)
}
