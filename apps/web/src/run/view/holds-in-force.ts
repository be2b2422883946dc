import type { HoldView } from '@coppice/run-model'
import type { RunView } from './run-view.ts'

/** Returns the holds of providers for which tasks of an active run wait, the one that ends first at the head. */
export function holdsInForce({ holds, tasks }: Pick<RunView, 'holds' | 'tasks'>, now: number): HoldView[] {
  const awaited = new Set(tasks.map(({ scheduledFor }) => scheduledFor))
  return holds.filter(({ until }) => until > now && awaited.has(until)).sort((a, b) => a.until - b.until)
}
