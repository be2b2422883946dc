import type { Clock } from '../ports/clock.ts'
import type { HarnessLimits, ProcessEnd } from '../ports/harness.ts'
import type { Log } from '../ports/log.ts'
import type { Journal } from './journal.ts'
import { type LadderOutcome, runKillLadder } from './kill-ladder.ts'
import type { OutputReader } from './output-reader.ts'
import { createWaker } from './pause.ts'
import type { ProcessFamily } from './process-family.ts'
import type { Tail } from './tail.ts'
import type { Control } from './wrapper.ts'

/** Polling: fast while the agent talks, slower the longer it is silent. 64 silent sessions took 5 % of a core here. */
const FASTEST_LOOK_MS = 25
const SLOWEST_LOOK_MS = 200
const SLOW_DOWN = 1.5
const KILLED = 137

export type StopReason = 'cancelled' | 'interrupted'
type EndReason = ProcessEnd['how']

export interface SessionWatch {
  ended: Promise<ProcessEnd>
  stop(why: StopReason): void
  /** A hint that something has happened: look at once. */
  wake(): void
  /** Stops watching and leaves the processes as they are; `ended` stays open. Resolves when nothing is being written. */
  abandon(): Promise<void>
}

export interface WatchParts {
  reader: OutputReader
  journal: Journal
  tail: Tail
  family: ProcessFamily
  control: () => Control
  isWrapperAlive: () => boolean
  limits: HarnessLimits
  graceMs: number
  clock: Clock
  log: Log
  /** Says something in the session's output. */
  notice: (text: string) => Promise<void>
  /** Before `ended` resolves, once everything is stored. */
  tidy: () => Promise<void>
}

/** Follows one session from its start, or its adoption, to the proof that nothing of it is left (C1). */
export function watchSession(parts: WatchParts): SessionWatch {
  const { clock, limits } = parts
  const waker = createWaker(clock)
  let stopReason: StopReason | null = null
  let abandoned = false
  let familyIsGone = false
  let lastOutputAt = clock.now()

  function endReason(): EndReason | null {
    const { exitCode } = parts.control()
    if (exitCode !== null) return 'exited'
    if (!parts.isWrapperAlive()) return parts.control().exitCode === null ? 'lost' : 'exited'
    return limitReason()
  }

  function limitReason(): EndReason | null {
    if (stopReason !== null) return stopReason
    if (clock.now() - limits.startedAt >= limits.timeoutMs) return 'timed-out'
    if (clock.now() - lastOutputAt >= limits.stallMs) return 'stalled'
    return null
  }

  async function look(): Promise<{ hasGrown: boolean; why: EndReason | null }> {
    try {
      const hasGrown = await parts.reader.read()
      if (hasGrown) lastOutputAt = clock.now()
      return { hasGrown, why: endReason() }
    } catch (error) {
      // A full disk, no file descriptor left: what was not stored is read again, and the watch goes on.
      parts.log.error({ err: error }, 'a session could not be read; trying again')
      return { hasGrown: false, why: limitReason() }
    }
  }

  /** Reads until the processes are gone, and tells `onReason` why the session ends. */
  async function follow(onReason: (why: EndReason) => void): Promise<void> {
    let lookMs = FASTEST_LOOK_MS
    while (!abandoned && !familyIsGone) {
      const { hasGrown, why } = await look()
      if (why !== null) onReason(why)
      lookMs = hasGrown ? FASTEST_LOOK_MS : Math.min(lookMs * SLOW_DOWN, SLOWEST_LOOK_MS)
      await waker.wait(lookMs)
    }
  }

  async function run(): Promise<ProcessEnd | null> {
    const { promise: reason, resolve: onReason } = Promise.withResolvers<EndReason>()
    const following = follow(onReason)
    const how = await Promise.race([reason, following.then(() => null)])
    if (how === null) return null
    await say(parts, noticeOf(how, limits))
    const ladder = await runKillLadder({
      ...parts,
      drains: () => parts.control().drains,
      ended: how === 'exited' || how === 'lost',
      abandoned: () => abandoned,
    })
    familyIsGone = true
    waker.wake()
    await following
    return abandoned ? null : finish(parts, how, ladder)
  }

  const { promise: ended, resolve, reject } = Promise.withResolvers<ProcessEnd>()
  const running = run().then(
    (end) => {
      if (end !== null) resolve(end)
    },
    (error) => {
      parts.log.error({ err: error }, 'the end of a session could not be stored')
      reject(error)
    },
  )
  // Whoever awaits it gets the error; nobody awaiting it must not end the server.
  ended.catch(() => {})
  const closed = running.finally(() => parts.reader.close())
  return {
    ended,
    stop(why) {
      stopReason ??= why
      waker.wake()
    },
    wake: () => waker.wake(),
    async abandon() {
      abandoned = true
      waker.wake()
      await closed
    },
  }
}

async function say({ notice, log }: WatchParts, text: string | null): Promise<void> {
  try {
    if (text !== null) await notice(text)
  } catch (error) {
    log.error({ err: error }, 'a notice could not be stored')
  }
}

async function finish(parts: WatchParts, how: EndReason, ladder: LadderOutcome): Promise<ProcessEnd> {
  const { journal, clock, tail } = parts
  await parts.reader.finish()
  if (how === 'exited' && ladder.told) await say(parts, 'Processes that the agent had left running were ended.')
  const exitCode = parts.control().exitCode ?? (ladder.killed ? KILLED : null)
  const { dropped } = await journal.state()
  if (dropped.lines > 0) await tellDropped(parts, dropped)
  await journal.append(clock.now(), [], { end: { how, exitCode } })
  await parts.tidy()
  const { noChange, metrics } = await journal.state()
  return { how, exitCode, noChange, metrics, tail: tail.text() }
}

/** The end of what was said matters most when something has failed: it is stored whatever the limit. */
function tellDropped({ notice, tail }: WatchParts, dropped: { lines: number; bytes: number }): Promise<void> {
  return notice(
    `${dropped.lines} lines (${dropped.bytes} bytes) beyond the limit were not stored. They ended:\n${tail.text()}`,
  )
}

const MINUTE_MS = 60_000

function noticeOf(how: EndReason, { timeoutMs, stallMs }: HarnessLimits): string | null {
  switch (how) {
    case 'exited':
      return null
    case 'timed-out':
      return `Stopped: the time limit of ${duration(timeoutMs)} has been reached.`
    case 'stalled':
      return `Stopped: no output for ${duration(stallMs)}.`
    case 'cancelled':
      return 'Stopped: cancelled.'
    case 'interrupted':
      return 'Stopped: the server is shutting down.'
    case 'lost':
      return 'The process is gone, and how it ended was not recorded.'
  }
}

const duration = (ms: number): string =>
  ms >= MINUTE_MS ? `${Math.round(ms / MINUTE_MS)} min` : `${Math.round(ms / 100) / 10} s`
