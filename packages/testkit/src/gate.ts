import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** A pipe without a reader accepts at least this much. Each command that passes takes one line break. */
const PASSES = 60_000

/**
 * A gate at which shell commands wait until a test opens it. They sleep in the kernel, because 64 polling commands would keep the machine
 * busy. At the end of the test the gate opens in any case.
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

  /** Waiting commands continue. No other command may arrive later. */
  close(): void {
    closeSync(this.#pipe)
  }
}
