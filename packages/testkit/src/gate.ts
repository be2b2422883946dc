import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** What a pipe takes without a reader, at least; each who passes takes one line break. */
const PASSES = 60_000

/**
 * Where shell commands wait until a test lets them go on. They sleep in the kernel: 64 that poll would keep the machine busy. When the
 * test ends, however it does, all of them go on.
 */
export class Gate {
  readonly #path = join(tempFolder('gate'), 'pipe')
  readonly #pipe: number

  constructor() {
    execFileSync('mkfifo', [this.#path])
    this.#pipe = openSync(this.#path, 'r+')
  }

  /** A shell command that waits for `open`. */
  get wait(): string {
    return `read _ < ${this.#path}`
  }

  open(): void {
    writeSync(this.#pipe, '\n'.repeat(PASSES))
  }

  /** Whoever waits goes on; nobody may come any more. */
  close(): void {
    closeSync(this.#pipe)
  }
}
