import type { LineCounter } from 'yaml'
import type { PlanProblem } from '../domain/plan.ts'

/** A text of 2 MiB can hold a million mistakes. Nobody reads more than this many. */
const MOST_SHOWN = 200

type Message = string | (() => string)

/** Collects the mistakes of one file. A message may be a function, so that a suggestion is computed only when it is shown. */
export class Problems {
  readonly #found: { offset: number; path: string; message: Message }[] = []
  readonly lines: LineCounter

  constructor(lines: LineCounter) {
    this.lines = lines
  }

  get any(): boolean {
    return this.#found.length > 0
  }

  add(offset: number, path: string, message: Message): void {
    this.#found.push({ offset, path, message })
  }

  /** Counts a mistake that is not collected. */
  at(offset: number, path: string, message: string): PlanProblem {
    return { message, path, ...this.#position(offset) }
  }

  /** In the order of the file. */
  list(): PlanProblem[] {
    const inOrder = this.#found.toSorted((a, b) => a.offset - b.offset)
    const [next, ...more] = inOrder.slice(MOST_SHOWN)
    const shown = inOrder.slice(0, MOST_SHOWN).map(({ offset, path, message }) => ({
      message: typeof message === 'string' ? message : message(),
      path,
      ...this.#position(offset),
    }))
    if (!next) return shown
    return [
      ...shown,
      { message: `${more.length + 1} more mistakes from here on`, path: '', ...this.#position(next.offset) },
    ]
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
}
