import { Helper, type Reply } from './helper.ts'
import type { GitStart } from './start-git.ts'

/** A helper that nobody has asked for this long ends. */
const LINGER_MS = 5_000
/**
 * A helper ends at this age, for two reasons. Git remembers which objects it has seen, although they may be removed later. And it writes the time
 * of its first change to the logs of refs, also for later changes.
 */
const LONGEST_LIFE_MS = 30_000
/** The limit keeps the helpers of many repositories and slots from filling the memory. */
const MOST_HELPERS = 32

interface Kept {
  helper: Helper
  bornAt: number
  /** Ends the helper. It is undefined while the helper has a request. */
  ending: NodeJS.Timeout | undefined
}

/** Long-lived git processes. Most commands only read or write a ref or an object, and to start a process takes longer than that. */
export class Helpers {
  readonly #kept = new Map<string, Kept>()

  /**
   * Asks the helper that was started in the same way, or starts one.
   * @param state everything else on which the replies of git depend, such as its config
   */
  async ask(
    start: GitStart,
    state: string,
    input: string,
    isWhole: (printed: string) => boolean,
    timeoutMs: number,
  ): Promise<Reply> {
    const key = JSON.stringify([start.cwd, start.args, start.env, state])
    const kept = this.#find(key) ?? this.#start(key, start)
    clearTimeout(kept.ending)
    const reply = await kept.helper.ask(input, isWhole, timeoutMs)
    if (reply.is === 'ended') this.#forget(key, kept)
    else if (kept.helper.isIdle) kept.ending = this.#endLater(key, kept)
    return reply
  }

  #find(key: string): Kept | null {
    const kept = this.#kept.get(key)
    if (kept === undefined) return null
    if (performance.now() - kept.bornAt < LONGEST_LIFE_MS) return kept
    this.#forget(key, kept)
    return null
  }

  #start(key: string, start: GitStart): Kept {
    this.#makeRoom()
    const kept: Kept = { helper: new Helper(start), bornAt: performance.now(), ending: undefined }
    this.#kept.set(key, kept)
    return kept
  }

  #makeRoom(): void {
    if (this.#kept.size < MOST_HELPERS) return
    const idle = [...this.#kept].find(([, { helper }]) => helper.isIdle)
    if (idle !== undefined) this.#forget(...idle)
  }

  #endLater(key: string, kept: Kept): NodeJS.Timeout {
    return setTimeout(() => this.#forget(key, kept), LINGER_MS).unref()
  }

  /** A helper that still has requests replies to them and ends then. */
  #forget(key: string, kept: Kept): void {
    clearTimeout(kept.ending)
    kept.helper.end()
    if (this.#kept.get(key) === kept) this.#kept.delete(key)
  }
}
