import type { ProcessIdentity } from '../../domain/records.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

/** All processes that come from one command. */
export interface ProcessFamily {
  /** Reads all processes of the machine. @returns those of the family that are alive in this turn of the event loop */
  members(): readonly ProcessRow[]
  /** Reads these processes alone. @returns those of `members` that are alive now */
  survivors(members: readonly ProcessRow[]): readonly ProcessRow[]
  /** @returns those of `members` that do not descend from the leader: what a command that has ended left running */
  strays(members: readonly ProcessRow[]): readonly ProcessRow[]
}

export interface FamilyTraits {
  /** `NAME=value` in the environment that the command was started with. */
  marker: string
  /** The wrapper, which leads the process group, or null when it is not known. */
  leader: ProcessIdentity | null
  /** This server has watched the leader since its start, so its group number cannot belong to other processes. */
  watched: boolean
}

/**
 * A member is known by its marker (also after `setsid` and a double fork), by its process group (also with a cleared environment) or
 * because it descends from such a process. A process that cleared its environment, left the group and lost its parent is not found. Only a
 * cgroup or a pid namespace would find it.
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
  // No descendant is older than the leader, so few environments need to be read.
  const rows = table
    .rows(leader?.startTime)
    .filter((row) => row.pid !== process.pid && (!leader || table.compareStart(row.startTime, leader.startTime) >= 0))
  const members = new Set(rows.filter((row) => table.hasMarker(row.pid, marker)).map((row) => row.pid))
  if (leader !== null) {
    const group = rows.filter((row) => row.group === leader.pid)
    if (isGroupOf(leader, group, members, watched)) for (const row of group) members.add(row.pid)
  }
  addDescendants(members, rows)
  return rows.filter((row) => members.has(row.pid))
}

/** A group keeps its number while it has a member. The system reuses a pid once neither a process nor a group has it. */
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
