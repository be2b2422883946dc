import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { pause } from './pause.ts'
import type { ProcessFamily } from './process-family.ts'

/** What a finished command's own scaffold needs to end by itself. */
const SETTLE_MS = 250
/** What the drains need to reach end of file once nothing writes any more. */
const DRAIN_MS = 1000
const FIRST_LOOK_MS = 2
const SLOWEST_LOOK_MS = 100
const COMPLAIN_MS = 5000

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

/** C1: resolves when no process of the family is alive, however long that takes. */
export async function runKillLadder(request: LadderRequest): Promise<LadderOutcome> {
  if (request.ended && (await isGone(request, SETTLE_MS))) return { told: false, killed: false }
  if (await askToEnd(request)) return { told: true, killed: false }
  await killUntilProven(request)
  return { told: true, killed: true }
}

/** SIGTERM to each member once, also to those that appear meanwhile; SIGCONT, for a stopped one hears nothing. */
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
  const { clock, log } = request
  const since = clock.now()
  let complainAt = since + COMPLAIN_MS
  const gone = () =>
    isGone(request, SLOWEST_LOOK_MS, (members) => {
      const drains = new Set(request.drains())
      const others = members.filter((pid) => !drains.has(pid))
      const drainsAreLate = clock.now() - since > DRAIN_MS
      signal(others.length > 0 && !drainsAreLate ? others : drainsAreLate ? members : [], 'SIGKILL')
    })
  while (!(await gone())) {
    if (clock.now() < complainAt) continue
    log.warn({ pids: request.family.members() }, 'processes of a session survive SIGKILL; waiting for them to go')
    complainAt = clock.now() + COMPLAIN_MS
  }
}

/** Looks ever less often, and calls `meet` with those found; true once two looks in a row found none (a fork may slip by one). */
async function isGone(
  { family, clock, abandoned }: LadderRequest,
  withinMs: number,
  meet: (members: readonly number[]) => void = () => {},
): Promise<boolean> {
  const deadline = clock.now() + withinMs
  let lookMs = FIRST_LOOK_MS
  for (;;) {
    const members = family.members()
    if (abandoned() || (members.length === 0 && family.members().length === 0)) return true
    meet(members)
    if (clock.now() >= deadline) return false
    await pause(clock, Math.min(lookMs, Math.max(1, deadline - clock.now())))
    lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)
  }
}

function signal(pids: readonly number[], name: 'SIGTERM' | 'SIGCONT' | 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // Gone meanwhile (ESRCH), or not ours to end (EPERM): the proof will tell.
    }
  }
}
