import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { pause } from './pause.ts'
import type { ProcessFamily } from './process-family.ts'
import type { ProcessRow } from './process-table.ts'

/** The wrapper and its helpers need at most this long to end after the command has ended. */
const SETTLE_MS = 2000
/** The drains need at most this long to reach the end of file after the last writer has ended. */
const DRAIN_MS = 1000
const FIRST_LOOK_MS = 2
const SLOWEST_LOOK_MS = 100
const COMPLAIN_MS = 5000
const RETRY_MS = 500

export interface LadderRequest {
  family: ProcessFamily
  /** Processes that only copy output. They ignore SIGTERM, end at end of file, and are killed last. */
  drains: () => readonly number[]
  /** The number of drains that the wrapper starts. */
  drainCount: number
  /** The command has ended, so the wrapper and its helpers get a moment to end too. */
  ended: boolean
  graceMs: number
  clock: Clock
  log: Log
  /** The server leaves and does not touch the processes. */
  abandoned: () => boolean
}

export interface LadderOutcome {
  /** A signal was sent to a process other than the wrapper and its helpers. */
  told: boolean
  /** SIGKILL was needed. */
  killed: boolean
}

/**
 * C1: resolves when no process of the family is alive, however long that takes. If the process table cannot be read (no file descriptor
 * is free), it starts again, because that proves nothing.
 */
export async function runKillLadder(request: LadderRequest): Promise<LadderOutcome> {
  for (;;) {
    try {
      return await climb(request)
    } catch (error) {
      request.log.error({ err: error }, 'the processes of a session could not be looked at; trying again')
      await pause(request.clock, RETRY_MS)
    }
  }
}

async function climb(request: LadderRequest): Promise<LadderOutcome> {
  const left = request.ended ? await settle(request) : 'strays'
  if (left === 'nothing') return { told: false, killed: false }
  const told = left === 'strays'
  if (told) {
    await drainsReady(request)
    if (await askToEnd(request)) return { told, killed: false }
  }
  await killUntilProven(request)
  return { told, killed: true }
}

/** Says what is left of a command that has ended. `scaffold`: only the wrapper or its helpers, which do not end. */
async function settle(request: LadderRequest): Promise<'nothing' | 'strays' | 'scaffold'> {
  let hasStrays = false
  const isAllGone = await isGone(request, SETTLE_MS, (members) => {
    hasStrays = request.family.strays(members).length > 0
    return hasStrays ? 'wait no longer' : 'wait'
  })
  if (isAllGone) return 'nothing'
  return hasStrays ? 'strays' : 'scaffold'
}

/** Waits until every drain ignores SIGTERM. A drain that gets it earlier would end, and the output that it holds would be lost. */
async function drainsReady({ family, drains, drainCount, clock, abandoned }: LadderRequest): Promise<void> {
  const deadline = clock.now() + DRAIN_MS
  for (let lookMs = FIRST_LOOK_MS; drains().length < drainCount; lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)) {
    if (abandoned() || clock.now() >= deadline || family.members().length === 0) return
    await pause(clock, lookMs)
  }
}

/**
 * Sends SIGTERM to each member once, and SIGCONT, because a stopped process does not react to SIGTERM. A process that a member starts for
 * its clean-up gets no signal while one of the earlier members is alive.
 */
function askToEnd(request: LadderRequest): Promise<boolean> {
  const asked = new Set<number>()
  return isGone(request, request.graceMs, (members) => {
    const news = pidsOf(members).filter((pid) => !asked.has(pid))
    for (const pid of news) asked.add(pid)
    signal(news, 'SIGTERM')
    signal(news, 'SIGCONT')
    return 'wait'
  })
}

async function killUntilProven(request: LadderRequest): Promise<void> {
  const { clock, log, family } = request
  const drainsEndAt = clock.now() + DRAIN_MS
  let complainAt = clock.now() + COMPLAIN_MS
  const killAll: Meet = (members) => {
    const drains = new Set(clock.now() < drainsEndAt ? request.drains() : [])
    const others = pidsOf(members).filter((pid) => !drains.has(pid))
    signal(others, 'SIGKILL')
    return 'wait'
  }
  while (!(await isGone(request, SLOWEST_LOOK_MS, killAll))) {
    if (clock.now() < complainAt) continue
    log.warn({ pids: pidsOf(family.members()) }, 'processes of a session survive SIGKILL; waiting for them to go')
    complainAt = clock.now() + COMPLAIN_MS
  }
}

type Meet = (members: readonly ProcessRow[]) => 'wait' | 'wait no longer'

/**
 * Passes all living members to `meet`, waits until these have ended, and looks for new ones. The table is read twice at the end, because
 * one reading misses a process that is forked during it.
 *
 * @returns true once no member is alive
 */
async function isGone(request: LadderRequest, withinMs: number, meet: Meet): Promise<boolean> {
  const { family, clock, abandoned } = request
  const deadline = clock.now() + withinMs
  for (let emptyLooks = 0; emptyLooks < 2; ) {
    const members = family.members()
    if (abandoned()) return true
    emptyLooks = members.length === 0 ? emptyLooks + 1 : 0
    const verdict = meet(members)
    if (members.length > 0 && (verdict === 'wait no longer' || clock.now() >= deadline)) return false
    if (emptyLooks < 2) await waitForThese(request, members, deadline)
  }
  return true
}

/** Looks at these members alone, less and less often. It waits at least once, so that the table is read anew afterwards. */
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
      // It has ended meanwhile (ESRCH), or belongs to somebody else (EPERM). The proof will show it.
    }
  }
}
