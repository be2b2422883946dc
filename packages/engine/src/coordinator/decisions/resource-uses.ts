import type { RunRecord } from '../../domain/records.ts'
import { resourceKey } from '../../scheduler/observe.ts'
import type { ResourceUse } from '../../scheduler/snapshot.ts'
import type { LiveSession } from '../sessions/live-session.ts'

/**
 * Returns how many sessions hold each resource of the project. A project has at most one active run, so only sessions of this run can hold
 * a resource. Sessions that an earlier server began count too, because this server has taken them up.
 */
export function resourceUses({ settings }: RunRecord, live: Iterable<Pick<LiveSession, 'begun'>>): ResourceUse[] {
  const holders = [...live].map(({ begun }) => begun.task.settings.uses)
  return Object.entries(settings.resources).map(([name, count]) => ({
    key: resourceKey(name),
    count,
    held: holders.filter((uses) => uses.includes(name)).length,
  }))
}
