import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { pause } from './pause.ts'
import type { ProcessFamily } from './process-family.ts'
import type { ProcessRow } from './process-table.ts'

/** What a finished command's own scaffold needs to end by itself. */
const SETTLE_MS = 250
/** What the drains need to reach end of file once nothing writes any more. */
const DRAIN_MS = 1000
const FIRST_LOOK_MS = 2
const SLOWEST_LOOK_MS = 100
const COMPLAIN_MS = 5000
const RETRY_MS = 500

export interface LadderRequest {
  family: ProcessFamily
  /** Processes that only pass output on: they ignore SIGTERM, end by themselves, and are killed last. */
  drains: () => readonly number[]
  /** The command has ended by itself: what is left gets a moment before it is asked to go. */
  ended: boolean
  graceMs: number
  clock: Clock
  log: Log
  /** Gives up: the server goes and leaves the processes as they are. */
  abandoned: () => boolean
}

export interface LadderOutcome {
  /** Processes had to be told to end. */
  told: boolean
  /** SIGKILL was needed. */
  killed: boolean
}

/**
 * C1: resolves when no process of the family is alive, however long that takes. Where the system does not let us look (no file
 * descriptor left), it begins again: not to see a process is no proof.
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
  if (request.ended && (await isGone(request, SETTLE_MS))) return { told: false, killed: false }
  if (await askToEnd(request)) return { told: true, killed: false }
  await killUntilProven(request)
  return { told: true, killed: true }
}

/**
 * SIGTERM to each member once; SIGCONT, for a stopped one hears nothing. What they start to clean up is left in peace while one
 * of them lives.
 */
function askToEnd(request: LadderRequest): Promise<boolean> {
  const asked = new Set<number>()
  return isGone(request, request.graceMs, (members) => {
    const news = members.filter((pid) => !asked.has(pid))
    for (const pid of news) asked.add(pid)
    signal(news, 'SIGTERM')
    signal(news, 'SIGCONT')
  })
}

async function killUntilProven(request: LadderRequest): Promise<void> {
  const { clock, log, family } = request
  const drainsEndAt = clock.now() + DRAIN_MS
  let complainAt = clock.now() + COMPLAIN_MS
  const killAll = (members: readonly number[]) => {
    const drains = new Set(clock.now() < drainsEndAt ? request.drains() : [])
    signal(
      members.filter((pid) => !drains.has(pid)),
      'SIGKILL',
    )
  }
  while (!(await isGone(request, SLOWEST_LOOK_MS, killAll))) {
    if (clock.now() < complainAt) continue
    log.warn({ pids: pidsOf(family.members()) }, 'processes of a session survive SIGKILL; waiting for them to go')
    complainAt = clock.now() + COMPLAIN_MS
  }
}

/**
 * True once nobody of the family is alive. Meets all of them, waits for these to go, and looks for others: what was born
 * meanwhile is met too. The last look is made twice, for one alone misses a process forked while it goes on.
 */
async function isGone(
  request: LadderRequest,
  withinMs: number,
  meet: (members: readonly number[]) => void = () => {},
): Promise<boolean> {
  const { family, clock, abandoned } = request
  const deadline = clock.now() + withinMs
  for (let emptyLooks = 0; emptyLooks < 2; ) {
    const members = family.members()
    if (abandoned()) return true
    emptyLooks = members.length === 0 ? emptyLooks + 1 : 0
    meet(pidsOf(members))
    if (members.length > 0 && clock.now() >= deadline) return false
    if (emptyLooks < 2) await waitForThese(request, members, deadline)
  }
  return true
}

/** Looks at these alone, ever less often. Waits at least once: the next look at all must be a new one. */
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
      // Gone meanwhile (ESRCH), or not ours to end (EPERM): the proof will tell.
    }
  }
}
