import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Socket } from 'node:net'
import { type GitStart, startGit } from './start-git.ts'

/**
 * The end of a request: what git printed, or that git ended without a whole reply. `exitCode` is null when git was killed, also by the limit
 * of time, and negative when git could not be started.
 */
export type Reply = { is: 'reply'; text: string } | { is: 'ended'; exitCode: number | null }

/** A git that stays alive and carries out requests, one after the other. It does not keep this process alive while it has no request. */
export class Helper {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<Reply>
  #printed = ''
  #heard = () => {}
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(start: GitStart) {
    this.#child = startGit(start)
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text
      this.#heard()
    })
    this.#child.stderr.resume()
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', () => resolve({ is: 'ended', exitCode: -1 }))
      this.#child.on('close', (exitCode) => resolve({ is: 'ended', exitCode }))
    })
    this.#letGo()
  }

  get isIdle(): boolean {
    return this.#waiting === 0
  }

  /**
   * Sends a request.
   * @param isWhole returns whether the text that git has printed is the whole reply
   * @param timeoutMs git is killed when it has not replied after this long
   */
  async ask(input: string, isWhole: (printed: string) => boolean, timeoutMs: number): Promise<Reply> {
    this.#waiting += 1
    if (this.#waiting === 1) this.#hold()
    const reply = this.#last.then(() => this.#exchange(input, isWhole, timeoutMs))
    this.#last = reply
    try {
      return await reply
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0) this.#letGo()
    }
  }

  /** Closes git's input after the last request. Git then ends by itself. */
  end(): void {
    void this.#last.then(() => this.#child.stdin.end())
  }

  async #exchange(input: string, isWhole: (printed: string) => boolean, timeoutMs: number): Promise<Reply> {
    const whole = Promise.withResolvers<Reply>()
    this.#printed = ''
    this.#heard = () => {
      if (isWhole(this.#printed)) whole.resolve({ is: 'reply', text: this.#printed })
    }
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), timeoutMs)
    this.#child.stdin.write(input)
    try {
      return await Promise.race([whole.promise, this.#ended])
    } finally {
      clearTimeout(limit)
    }
  }

  #hold(): void {
    this.#child.ref()
    for (const stream of this.#streams()) stream.ref()
  }

  #letGo(): void {
    this.#child.unref()
    for (const stream of this.#streams()) stream.unref()
  }

  /** The pipes of a child process are sockets, which Node's types do not say. */
  #streams(): Socket[] {
    const { stdin, stdout, stderr } = this.#child
    return [stdin, stdout, stderr] as unknown as Socket[]
  }
}
