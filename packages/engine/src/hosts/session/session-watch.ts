import type { ProcessEnd } from '../../domain/process-end.ts'
import type { Agent } from '../../ports/agent.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SessionLimits } from '../../ports/hosts.ts'
import type { Log } from '../../ports/log.ts'
import { type LadderOutcome, runKillLadder } from '../family/kill-ladder.ts'
import { createWaker, pause, type Waker } from '../family/pause.ts'
import type { ProcessFamily } from '../family/process-family.ts'
import type { Journal } from '../journal/journal.ts'
import type { OutputReader } from '../journal/output-reader.ts'
import type { Tail } from '../journal/tail.ts'
import { type Control, WRAPPER_DRAINS } from '../wrapper/wrapper.ts'
import { CountedTime } from './counted-time.ts'
import { type EndReason, noticeOf, type StopReason } from './end-reason.ts'
import { processEnd } from './process-end.ts'

/**
 * The shortest pause between two reads of a session's output. While the agent is silent, each pause is longer than the one before, up to
 * `SLOWEST_LOOK_MS`. With these values, 64 silent sessions take 5 % of a core.
 */
const FASTEST_LOOK_MS = 25
const SLOWEST_LOOK_MS = 200
const SLOW_DOWN = 1.5
/** The part of the grace time in which an agent that was asked to end may do so by itself. */
const ASKED_PART = 0.6
/** The pauses between the tries to store the end of a session. They grow. All pauses together take about 4 minutes. */
const FIRST_RETRY_MS = 500
const SLOWEST_RETRY_MS = 30_000
const MOST_TRIES = 14
/** The number of tries while the server stops. The next server tries again. */
const FEW_TRIES = 3
/** The exit code of a process that SIGKILL (signal 9) ended: 128 + 9. */
const KILLED = 137

export interface WatchParts {
  agent: Agent
  reader: OutputReader
  journal: Journal
  tail: Tail
  /** Whether somebody looks at the open text of the session. Then its output is read often. */
  isLookedAt: () => boolean
  family: ProcessFamily
  control: () => Control
  isWrapperAlive: () => boolean
  limits: SessionLimits
  /** Whether this server has watched the wrapper since the wrapper started. */
  watched: boolean
  graceMs: number
  clock: Clock
  log: Log
  /** Writes into the session's inbox that its agent should end. */
  ask: () => void
  /** Adds a message to the session's output. */
  notice: (text: string) => Promise<void>
  /** Removes files that are no longer needed. It is called when everything is stored, before `ended` resolves. */
  tidy: () => Promise<void>
}

/** Watches one session from its start or adoption until it is certain that none of its processes is alive (C1). */
export class SessionWatch {
  readonly ended: Promise<ProcessEnd>
  readonly #parts: WatchParts
  readonly #waker: Waker
  readonly #closed: Promise<void>
  #stopReason: StopReason | null = null
  /** It is null before the first look. */
  #time: CountedTime | null = null
  /** Whether the agent was alive when this server began to watch it. */
  readonly #sawAlive: boolean
  #familyHasEnded = false
  #abandoned = false

  constructor(parts: WatchParts) {
    this.#parts = parts
    this.#waker = createWaker(parts.clock)
    this.#sawAlive = parts.watched || this.#exitReason() === null
    const { promise, resolve, reject } = Promise.withResolvers<ProcessEnd>()
    this.ended = promise
    // A caller that awaits `ended` gets the error. If nobody awaits it, the rejection must not end the server.
    promise.catch((error) => parts.log.error({ err: error }, 'the end of a session could not be stored'))
    this.#closed = this.#run()
      .then((end) => {
        if (end !== null) resolve(end)
      }, reject)
      .finally(() => parts.reader.close())
  }

  /** Ends the session's processes. Only the reason of the first call counts. */
  readonly stop = (why: StopReason): void => {
    this.#stopReason ??= why
    this.wake()
  }

  /** Ends the pause between two reads, so that the watch reads the session's output now. */
  readonly wake = (): void => this.#waker.wake()

  /** Stops the watch and leaves the processes running. Resolves when no write is in progress. After this call, `ended` never resolves. */
  async abandon(): Promise<void> {
    this.#abandoned = true
    this.wake()
    await this.#closed
  }

  /** Asks the agent to end, and gives it a part of the grace time (C1). So it can report what it has used. */
  async #ask(how: EndReason): Promise<void> {
    const { agent, ask, clock, graceMs, control, isWrapperAlive, log } = this.#parts
    if (!agent.endsWhenAsked || how === 'exited' || how === 'lost') return
    try {
      ask()
      const deadline = clock.now() + graceMs * ASKED_PART
      while (!this.#abandoned && clock.now() < deadline && control().exitCode === null && isWrapperAlive())
        await pause(clock, FASTEST_LOOK_MS)
    } catch (error) {
      log.error({ err: error }, 'an agent could not be asked to end')
    }
  }

  async #run(): Promise<ProcessEnd | null> {
    const { promise: reason, resolve: onReason } = Promise.withResolvers<EndReason>()
    const following = this.#follow(onReason)
    const how = await Promise.race([reason, following.then(() => null)])
    if (how === null) return null
    await this.#notice(noticeOf(how, this.#parts.limits))
    await this.#ask(how)
    const ladder = await this.#endProcesses(how)
    this.#familyHasEnded = true
    this.wake()
    await following
    return this.#finish(how, ladder)
  }

  /** Reads output until the processes have ended. It calls `onReason` when it finds that the session ends or must end. */
  async #follow(onReason: (why: EndReason) => void): Promise<void> {
    let lookMs = FASTEST_LOOK_MS
    while (!this.#abandoned && !this.#familyHasEnded) {
      const { hasFacts, why } = await this.#look()
      if (why !== null) onReason(why)
      lookMs = hasFacts || this.#parts.isLookedAt() ? FASTEST_LOOK_MS : Math.min(lookMs * SLOW_DOWN, SLOWEST_LOOK_MS)
      await this.#waker.wait(lookMs)
    }
  }

  async #look(): Promise<{ hasFacts: boolean; why: EndReason | null }> {
    const { reader, log } = this.#parts
    try {
      const read = await reader.read()
      await this.#count(read !== 'nothing')
      return { hasFacts: read === 'facts', why: this.#exitReason() ?? this.#stopOrLimit() }
    } catch (error) {
      // For example, the disk is full, or no file descriptor is free. Output that was not stored is read again later.
      log.error({ err: error }, 'a session could not be read; trying again')
      await this.#count(false).catch(() => {})
      return { hasFacts: false, why: this.#stopOrLimit() }
    }
  }

  /** Counts the time since the last look toward the limits (S6). A session waits for a person, or for money. */
  async #count(hasOutput: boolean): Promise<void> {
    const { journal, clock, limits } = this.#parts
    const { summary, uncounted } = await journal.state()
    const waits = summary.pendingAsk !== null || summary.asksMoney === true
    this.#time ??= new CountedTime(limits, clock.now(), uncounted, waits)
    this.#time.look(clock.now(), { hasOutput, waits })
    const unstored = this.#time.unstored()
    if (unstored === null) return
    await journal.append(clock.now(), [], { uncounted: unstored })
    this.#time.isStored(unstored)
  }

  #exitReason(): 'exited' | 'lost' | null {
    const { control, isWrapperAlive } = this.#parts
    if (control().exitCode !== null) return 'exited'
    if (isWrapperAlive()) return null
    // The wrapper may have written the exit code after the first read and then ended, so the exit code is read again.
    return control().exitCode === null ? 'lost' : 'exited'
  }

  #stopOrLimit(): EndReason | null {
    return this.#stopReason ?? this.#time?.overdue() ?? null
  }

  #endProcesses(how: EndReason): Promise<LadderOutcome> {
    return runKillLadder({
      ...this.#parts,
      drains: () => this.#parts.control().drains,
      drainCount: WRAPPER_DRAINS,
      ended: how === 'exited' || how === 'lost',
      abandoned: () => this.#abandoned,
    })
  }

  /** @returns null when the server leaves the session to the next one before the end is stored */
  async #finish(how: EndReason, ladder: LadderOutcome): Promise<ProcessEnd | null> {
    const { agent, reader, journal, clock, tail, control, tidy } = this.#parts
    if ((await this.#stored(() => reader.finish().then(() => true))) === null) return null
    if (how === 'exited' && ladder.signalled)
      await this.#notice('Coppice ended processes that the agent had left running.')
    return this.#stored(async () => {
      await this.#noticeDropped()
      const exitCode = control().exitCode ?? (ladder.killed ? KILLED : null)
      const end = { how, exitCode }
      await journal.append(clock.now(), [], { end })
      await tidy()
      const { summary } = await journal.state()
      const isSignal = this.#sawAlive && this.#stopReason === null
      return processEnd(agent, { ...end, isSignal }, summary, tail.text(), clock.now())
    })
  }

  /**
   * Does a part of the end of a session, and tries again when it cannot be stored, for example because the disk is full.
   *
   * @returns null when the server leaves the session to the next one
   * @throws the error of the last try
   */
  async #stored<T>(work: () => Promise<T>): Promise<T | null> {
    const { log } = this.#parts
    for (let tries = 1, retryMs = FIRST_RETRY_MS; !this.#abandoned; tries += 1) {
      try {
        return await work()
      } catch (error) {
        if (tries >= (this.#stopReason === 'interrupted' ? FEW_TRIES : MOST_TRIES)) throw error
        log.error({ err: error }, 'the end of a session could not be stored; trying again')
      }
      await this.#waker.wait(retryMs)
      retryMs = Math.min(retryMs * 2, SLOWEST_RETRY_MS)
    }
    return null
  }

  /**
   * Adds a notice about output that was not stored because of the limit (R4). It contains the end of that output, because the end is what
   * people need most after a failure.
   */
  async #noticeDropped(): Promise<void> {
    const { journal, tail } = this.#parts
    const { lines, bytes } = (await journal.state()).dropped
    if (lines === 0) return
    await this.#notice(
      `${lines} lines (${bytes} bytes) beyond the limit were not stored. They end with:\n${tail.text()}`,
    )
  }

  async #notice(text: string | null): Promise<void> {
    const { notice, log } = this.#parts
    try {
      if (text !== null) await notice(text)
    } catch (error) {
      log.error({ err: error }, 'a notice could not be stored')
    }
  }
}
