import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { pause } from './pause.ts'
import type { ProcessFamily } from './process-family.ts'
import type { ProcessRow } from './process-table.ts'

/** How long the wrapper and its helpers may take to end after the command has ended. */
const SETTLE_MS = 2000
/** How long the drains, the processes that copy the output, may take to read the end of file after the last writer has ended. */
const DRAIN_MS = 1000
const FIRST_LOOK_MS = 2
const SLOWEST_LOOK_MS = 100
const COMPLAIN_MS = 5000
const RETRY_MS = 500

export interface LadderRequest {
  family: ProcessFamily
  /** Returns the pids of processes that only copy output. They ignore SIGTERM, end at end of file, and are killed last. */
  drains: () => readonly number[]
  /** The number of drains that the wrapper starts. */
  drainCount: number
  /** Whether the command has ended. If so, the wrapper and its helpers get a moment to end by themselves. */
  ended: boolean
  graceMs: number
  clock: Clock
  log: Log
  /** Returns true when the server is closing and leaves the processes running. The ladder then stops. */
  abandoned: () => boolean
}

export interface LadderOutcome {
  /** Whether SIGTERM was sent, because processes other than the wrapper and its helpers were alive. */
  signalled: boolean
  /** Whether SIGKILL was needed. */
  killed: boolean
}

/**
 * Ends all processes of a family: SIGTERM, then SIGKILL after a grace time, then a check that no process is alive (C1). It resolves only
 * when no process is alive, even if that takes long. If the process table cannot be read, for example because no file descriptor is
 * free, it starts again.
 */
export async function runKillLadder(request: LadderRequest): Promise<LadderOutcome> {
  for (;;) {
    try {
      return await endFamily(request)
    } catch (error) {
      request.log.error({ err: error }, 'the processes of a session could not be read; trying again')
      await pause(request.clock, RETRY_MS)
    }
  }
}

async function endFamily(request: LadderRequest): Promise<LadderOutcome> {
  const left = request.ended ? await settle(request) : 'strays'
  if (left === 'nothing') return { signalled: false, killed: false }
  const signalled = left === 'strays'
  if (signalled) {
    await drainsReady(request)
    if (await terminate(request)) return { signalled, killed: false }
  }
  await killAll(request)
  return { signalled, killed: true }
}

/**
 * Waits a moment after the command has ended.
 * @returns which processes are still alive: none, strays (processes that the command left running), or only the wrapper and its helpers
 */
async function settle(request: LadderRequest): Promise<'nothing' | 'strays' | 'wrapper'> {
  let hasStrays = false
  const hasEnded = await allEnded(request, SETTLE_MS, (members) => {
    hasStrays = request.family.strays(members).length > 0
    return hasStrays ? 'wait no longer' : 'wait'
  })
  if (hasEnded) return 'nothing'
  return hasStrays ? 'strays' : 'wrapper'
}

/** Waits until every drain ignores SIGTERM. If a drain gets SIGTERM earlier, it ends, and the output that it has read is lost. */
async function drainsReady({ family, drains, drainCount, clock, abandoned }: LadderRequest): Promise<void> {
  const deadline = clock.now() + DRAIN_MS
  for (let lookMs = FIRST_LOOK_MS; drains().length < drainCount; lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)) {
    if (abandoned() || clock.now() >= deadline || family.members().length === 0) return
    await pause(clock, lookMs)
  }
}

/**
 * Sends SIGTERM to each member once, and then SIGCONT, because a suspended process does not react to SIGTERM. A member may start another
 * process for its clean-up. That process gets no signal while one of the earlier members is alive.
 * @returns whether all members have ended within the grace time
 */
function terminate(request: LadderRequest): Promise<boolean> {
  const terminated = new Set<number>()
  return allEnded(request, request.graceMs, (members) => {
    const pids = pidsOf(members).filter((pid) => !terminated.has(pid))
    for (const pid of pids) terminated.add(pid)
    signal(pids, 'SIGTERM')
    signal(pids, 'SIGCONT')
    return 'wait'
  })
}

/**
 * Sends SIGKILL to all members until none is alive. The drains (processes that only copy output) get it `DRAIN_MS` later than the others, so
 * that they can copy the last output.
 */
async function killAll(request: LadderRequest): Promise<void> {
  const { clock, log, family } = request
  const drainsEndAt = clock.now() + DRAIN_MS
  let complainAt = clock.now() + COMPLAIN_MS
  const kill: Visit = (members) => {
    const drains = new Set(clock.now() < drainsEndAt ? request.drains() : [])
    const others = pidsOf(members).filter((pid) => !drains.has(pid))
    signal(others, 'SIGKILL')
    return 'wait'
  }
  while (!(await allEnded(request, SLOWEST_LOOK_MS, kill))) {
    if (clock.now() < complainAt) continue
    log.warn({ pids: pidsOf(family.members()) }, 'processes of a session survive SIGKILL; waiting until they end')
    complainAt = clock.now() + COMPLAIN_MS
  }
}

type Visit = (members: readonly ProcessRow[]) => 'wait' | 'wait no longer'

/**
 * Passes all members that are alive to `visit`, waits until these have ended, and looks for new members. It ends after two readings of the
 * process table without a member. One reading is not enough, because it can miss a process that is started during the reading. If
 * `hasMissedNone` confirms that the reading is complete, one is enough.
 *
 * @returns true when no member is alive, or when `abandoned` returns true; false when a member is still alive after `withinMs`, or when
 * `visit` ends the wait
 */
async function allEnded(request: LadderRequest, withinMs: number, visit: Visit): Promise<boolean> {
  const { family, clock, abandoned } = request
  const deadline = clock.now() + withinMs
  for (let emptyLooks = 0; emptyLooks < 2; ) {
    const members = family.members()
    if (abandoned()) return true
    emptyLooks = members.length > 0 ? 0 : family.hasMissedNone() ? 2 : emptyLooks + 1
    const verdict = visit(members)
    if (members.length > 0 && (verdict === 'wait no longer' || clock.now() >= deadline)) return false
    if (emptyLooks < 2) await waitForThese(request, members, deadline)
  }
  return true
}

/** Waits until these members have ended or the deadline is over. The pauses between the checks grow. There is at least one pause. */
async function waitForThese(
  { family, clock, abandoned }: LadderRequest,
  members: readonly ProcessRow[],
  deadline: number,
): Promise<void> {
  let rest = members
  let lookMs = FIRST_LOOK_MS
  do {
    await pause(clock, lookMs)
    lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)
    rest = family.survivors(rest)
  } while (rest.length > 0 && clock.now() < deadline && !abandoned())
}

const pidsOf = (members: readonly ProcessRow[]): number[] => members.map((row) => row.pid)

function signal(pids: readonly number[], name: 'SIGTERM' | 'SIGCONT' | 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // The process has ended (ESRCH) or belongs to another user (EPERM). The next reading of the table shows which.
    }
  }
}
