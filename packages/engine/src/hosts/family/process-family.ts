import type { ProcessIdentity } from '../../domain/records.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

/** The family of a command: all processes that descend from it. */
export interface ProcessFamily {
  /** Reads all processes of the machine. @returns the members of the family that are alive now */
  members(): readonly ProcessRow[]
  /** @returns true when the last call of `members` in this turn has certainly found every member */
  hasMissedNone(): boolean
  /** Reads only the given processes. @returns those of `members` that are alive now */
  survivors(members: readonly ProcessRow[]): readonly ProcessRow[]
  /** @returns the members that do not descend from the leader: processes that the ended command left running */
  strays(members: readonly ProcessRow[]): readonly ProcessRow[]
}

export interface FamilyTraits {
  /** A variable `NAME=value` with which the command was started. Its descendants inherit it. */
  marker: string
  /** The wrapper, which leads the command's process group. It is null when its identity is unknown. */
  leader: ProcessIdentity | null
  /** Whether this server has watched the leader since the leader started. If so, its group number cannot belong to other processes. */
  watched: boolean
}

/**
 * Finds members by three traits. A member has the marker (also after `setsid` and a double fork), or is in the leader's process group
 * (also with a cleared environment), or descends from such a process. A process that cleared its environment, left the group and lost
 * its parent is not found. Only a cgroup or a pid namespace would find it.
 */
export function createFamily(table: ProcessTable, traits: FamilyTraits): ProcessFamily {
  const { leader } = traits
  const isOfThisBoot = leader === null || leader.bootId === table.bootId
  return {
    members: () => (isOfThisBoot ? familyOf(table, traits) : []),
    hasMissedNone: () => isOfThisBoot && leader !== null && table.isComplete(leader.pid),
    survivors: (members) => members.filter(({ pid, startTime }) => isSame(table.row(pid), startTime)),
    strays(members) {
      const ofLeader = new Set(leader === null ? [] : [leader.pid])
      addDescendants(ofLeader, members)
      return members.filter((row) => !ofLeader.has(row.pid))
    },
  }
}

const isSame = (row: ProcessRow | null, startTime: string): boolean =>
  row !== null && !row.isZombie && row.startTime === startTime

function familyOf(table: ProcessTable, { marker, leader, watched }: FamilyTraits): readonly ProcessRow[] {
  // A descendant is younger than the leader, so the environments of older processes need not be read.
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

/**
 * Returns whether the process group whose number is the leader's pid still belongs to the leader. The system gives a number to a new
 * process only when no process and no group has it. While a process has the leader's pid, its start time shows whether it is the leader.
 * After the leader has ended, the group belongs to it if this server has watched the leader, or if a process of the group has the marker.
 */
function isGroupOf(
  leader: ProcessIdentity,
  group: readonly ProcessRow[],
  marked: ReadonlySet<number>,
  watched: boolean,
): boolean {
  const withPid = group.find((row) => row.pid === leader.pid)
  if (withPid !== undefined) return withPid.startTime === leader.startTime
  return watched || group.some((row) => marked.has(row.pid))
}

function addDescendants(members: Set<number>, rows: readonly ProcessRow[]): void {
  for (let size = -1; size !== members.size; ) {
    size = members.size
    for (const row of rows) if (members.has(row.parent)) members.add(row.pid)
  }
}
