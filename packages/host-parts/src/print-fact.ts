import type { Writing } from '@coppice/engine/domain/open-text'
import type { SessionFact } from '@coppice/engine/domain/session-facts'

/** A sign of life is printed at most once per this time, in ms. */
const ALIVE_EVERY_MS = 10_000

export interface PrintFact {
  (fact: SessionFact): void
  /** Prints a piece of the text that the agent is writing. It is no fact: it is shown, but not recorded. */
  writing(piece: Omit<Writing, 'type'>): void
  /** Prints a sign of life, an empty line, if nothing was printed for a while (S6: a host that works is not stalled). */
  alive(): void
}

/**
 * Returns the function that prints facts and pieces of the open text, one JSON object per line. Each fact has its time, because a server may read it much later.
 *
 * @param now returns the time in ms
 */
export function factPrinter(write: (text: string) => void, now: () => number): PrintFact {
  let printedAt = now()
  const print = (text: string) => {
    printedAt = now()
    write(`${text}\n`)
  }
  return Object.assign((fact: SessionFact) => print(JSON.stringify({ ...fact, at: now() })), {
    writing: ({ of, from, text }: Omit<Writing, 'type'>) =>
      print(JSON.stringify({ type: 'Writing', of, from, text } satisfies Writing)),
    alive: () => {
      // A clock that was set back must not silence the host.
      if (Math.abs(now() - printedAt) >= ALIVE_EVERY_MS) print('')
    },
  })
}
