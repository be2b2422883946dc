import type { RunRecord } from '../../domain/records.ts'
import { resourceKey } from '../../scheduler/observe.ts'
import type { ResourceUse } from '../../scheduler/snapshot.ts'
import type { SessionKinds } from '../../session-kinds/session-kinds.ts'
import type { LiveSession } from '../sessions/live-session.ts'

/**
 * Returns how many sessions hold each resource of the project. A project has at most one active run, so only sessions of this run can hold
 * a resource. Sessions that an earlier server began count too, because this server has taken them up. A session that another agent does than
 * that of its task holds none.
 */
export function resourceUses(
  run: RunRecord,
  live: Iterable<Pick<LiveSession, 'begun'>>,
  kinds: SessionKinds,
): ResourceUse[] {
  const { settings } = run
  const isByTask = ({ begun }: Pick<LiveSession, 'begun'>) => !kinds.get(begun.session.kind)?.performer?.(run)
  const holders = [...live].filter(isByTask).map(({ begun }) => begun.task.settings.uses)
  return Object.entries(settings.resources).map(([name, count]) => ({
    key: resourceKey(name),
    count,
    held: holders.filter((uses) => uses.includes(name)).length,
  }))
}
