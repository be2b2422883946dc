import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** How many line breaks `open` writes. Each waiting command reads one. A pipe can hold this many bytes while nobody reads. */
const LINE_BREAKS = 60_000

/**
 * A gate at which shell commands wait until a test opens the gate. The commands wait in a read of a pipe, because 64 commands that poll
 * would use much processor time.
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
    writeSync(this.#pipe, '\n'.repeat(LINE_BREAKS))
  }

  /**
   * Closes the pipe, so that waiting commands continue. A command that comes later would wait for ever, because nobody writes to the pipe.
   */
  close(): void {
    closeSync(this.#pipe)
  }
}
