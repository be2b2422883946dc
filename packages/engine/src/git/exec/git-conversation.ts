import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { GitResult } from './run-git.ts'
import { type GitStart, startGit } from './start-git.ts'

/** A running git that reads commands from its standard input and prints a line after each. */
export class GitConversation {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended = Promise.withResolvers<void>()
  #stdout = ''
  #stderr = ''
  #exitCode = -1
  #heard = () => {}

  /** @param timeoutMs after this long, git is ended */
  constructor(start: GitStart, timeoutMs: number) {
    this.#child = startGit(start)
    const limit = setTimeout(() => this.#child.kill(), timeoutMs)
    this.#child.once('close', () => clearTimeout(limit))
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#stdout += chunk
      this.#heard()
    })
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk
    })
    this.#child.on('error', (error) => {
      this.#stderr += error.message
      this.#ended.resolve()
    })
    this.#child.on('close', (code) => {
      this.#exitCode = code ?? -1
      this.#ended.resolve()
      this.#heard()
    })
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** Sends lines, and waits until git prints the line `reply`. @returns false when git ends without printing it */
  async ask(lines: readonly string[], reply: string): Promise<boolean> {
    this.#child.stdin.write(lines.map((line) => `${line}\n`).join(''))
    const heard = Promise.withResolvers<void>()
    const isThere = () => this.#stdout.split('\n').includes(reply)
    this.#heard = () => {
      if (isThere()) heard.resolve()
    }
    this.#heard()
    await Promise.race([heard.promise, this.#ended.promise])
    return isThere()
  }

  /** Closes git's input and waits for its end. */
  async close(): Promise<GitResult> {
    this.#child.stdin.end()
    await this.#ended.promise
    return { exitCode: this.#exitCode, stdout: Buffer.from(this.#stdout), stderr: this.#stderr }
  }
}
