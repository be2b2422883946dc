import { isInForce } from '../domain/provider.ts'
import type { Decision, Snapshot, TaskState } from './snapshot.ts'

/**
 * S5: whom a limit of their provider keeps from starting. Of each provider as many are told so as there are slots; the others wait for
 * a slot anyhow. `startable`: who could have a slot, whatever their own time.
 */
export function holdBack(
  { holds, now, maxConcurrency }: Snapshot,
  startable: () => readonly TaskState[],
): { holds: Decision[]; isHeld: (task: TaskState) => boolean } {
  const untils = new Map(holds.filter((hold) => isInForce(hold, now)).map(({ provider, until }) => [provider, until]))
  const isHeld = ({ provider }: TaskState) => untils.has(provider)
  if (untils.size === 0) return { holds: [], isHeld }
  const told = new Map<string, number>()
  const decisions: Decision[] = []
  for (const { key, provider, notBefore } of startable()) {
    const until = untils.get(provider)
    const count = told.get(provider) ?? 0
    if (until === undefined || count >= maxConcurrency) continue
    told.set(provider, count + 1)
    if ((notBefore ?? 0) < until) decisions.push({ do: 'hold', key, provider, until })
  }
  return { holds: decisions, isHeld }
}
