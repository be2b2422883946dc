import type { ProcessIdentity } from '../../domain/records.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

/** Every process that one command has brought forth. */
export interface ProcessFamily {
  /** Those alive, as of this turn of the event loop. Looks at every process of the machine. */
  members(): readonly ProcessRow[]
  /** Which of `members` are alive now. Looks at these alone. */
  survivors(members: readonly ProcessRow[]): readonly ProcessRow[]
  /** Of `members`, those that do not descend from the leader: once the command has ended, what it left running. */
  strays(members: readonly ProcessRow[]): readonly ProcessRow[]
}

export interface FamilyTraits {
  /** `NAME=value` in the environment that the command was started with. */
  marker: string
  /** The wrapper, which leads the process group; null where it is not known. */
  leader: ProcessIdentity | null
  /** True while this server has watched the leader since its start, so that its group cannot have become another's. */
  watched: boolean
}

/**
 * Known by marker (also after `setsid` and a double fork), by process group (also with a cleared environment) and by
 * descent from either. What did all three (cleared its environment, left the group, lost its parent) is not found: that
 * takes a cgroup or a pid namespace.
 */
export function createFamily(table: ProcessTable, traits: FamilyTraits): ProcessFamily {
  const { leader } = traits
  const isOfThisBoot = leader === null || leader.bootId === table.bootId
  return {
    members: () => (isOfThisBoot ? familyOf(table, traits) : []),
    survivors: (members) => members.filter(({ pid, startTime }) => isSame(table.row(pid), startTime)),
    strays(members) {
      const scaffold = new Set(leader === null ? [] : [leader.pid])
      addDescendants(scaffold, members)
      return members.filter((row) => !scaffold.has(row.pid))
    },
  }
}

const isSame = (row: ProcessRow | null, startTime: string): boolean =>
  row !== null && !row.isZombie && row.startTime === startTime

function familyOf(table: ProcessTable, { marker, leader, watched }: FamilyTraits): readonly ProcessRow[] {
  // No descendant is older than the leader, so that few environments need to be read.
  const rows = table
    .rows()
    .filter((row) => row.pid !== process.pid && (!leader || table.compareStart(row.startTime, leader.startTime) >= 0))
  const members = new Set(rows.filter((row) => table.hasMarker(row.pid, marker)).map((row) => row.pid))
  if (leader !== null) {
    const group = rows.filter((row) => row.group === leader.pid)
    if (isGroupOf(leader, group, members, watched)) for (const row of group) members.add(row.pid)
  }
  addDescendants(members, rows)
  return rows.filter((row) => members.has(row.pid))
}

/** A group keeps its number as long as it has a member; a pid is given anew once neither process nor group holds it. */
function isGroupOf(
  leader: ProcessIdentity,
  group: readonly ProcessRow[],
  marked: ReadonlySet<number>,
  watched: boolean,
): boolean {
  const inItsPlace = group.find((row) => row.pid === leader.pid)
  if (inItsPlace !== undefined) return inItsPlace.startTime === leader.startTime
  return watched || group.some((row) => marked.has(row.pid))
}

function addDescendants(members: Set<number>, rows: readonly ProcessRow[]): void {
  for (let size = -1; size !== members.size; ) {
    size = members.size
    for (const row of rows) if (members.has(row.parent)) members.add(row.pid)
  }
}
