import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { pause } from './pause.ts'
import type { ProcessFamily } from './process-family.ts'
import type { ProcessRow } from './process-table.ts'

/** What the wrapper and its helpers need, at most, to end by themselves once the command has. */
const SETTLE_MS = 2000
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
  /** The command has ended by itself: the wrapper and its helpers get a moment to do so too. */
  ended: boolean
  graceMs: number
  clock: Clock
  log: Log
  /** Gives up: the server goes and leaves the processes as they are. */
  abandoned: () => boolean
}

export interface LadderOutcome {
  /** Something had to be told to end, other than the wrapper and its helpers. */
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
  const left = request.ended ? await settle(request) : 'strays'
  if (left === 'nothing') return { told: false, killed: false }
  const told = left === 'strays'
  if (told && (await askToEnd(request))) return { told, killed: false }
  await killUntilProven(request)
  return { told, killed: true }
}

/** What is left of a command that has ended by itself; its own scaffold where that does not go. */
async function settle(request: LadderRequest): Promise<'nothing' | 'strays' | 'scaffold'> {
  let hasStrays = false
  const isAllGone = await isGone(request, SETTLE_MS, (members) => {
    hasStrays = request.family.strays(members).length > 0
    return hasStrays ? 'wait no longer' : 'wait'
  })
  if (isAllGone) return 'nothing'
  return hasStrays ? 'strays' : 'scaffold'
}

/**
 * SIGTERM to each member once; SIGCONT, for a stopped one hears nothing. What they start to clean up is left in peace while one
 * of them lives.
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
 * True once nobody of the family is alive. Meets all of them, waits for these to go, and looks for others: what was born
 * meanwhile is met too. The last look is made twice, for one alone misses a process forked while it goes on.
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
