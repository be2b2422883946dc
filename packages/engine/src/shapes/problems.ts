import type { LineCounter } from 'yaml'
import type { PlanProblem } from '../domain/plan.ts'

/** The largest number of mistakes in a list. A plan of 2 MiB can contain a million mistakes. */
const MOST_SHOWN = 200

type Message = string | (() => string)

/** Collects the mistakes of one file. A message may be a function, which is called only if the mistake is shown. */
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

  /** Returns a mistake with its line and column, without collecting it. */
  at(offset: number, path: string, message: string): PlanProblem {
    return { message, path, ...this.#position(offset) }
  }

  /** Returns the mistakes in the order of the file. If there are too many, the last entry says how many more there are. */
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
      {
        message: `${more.length + 1} more mistakes from here on are not shown`,
        path: '',
        ...this.#position(next.offset),
      },
    ]
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
}
