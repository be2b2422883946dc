import type { Ending } from './ending.ts'
import { exitCodeOf } from './exit-code.ts'
import type { PrintFact } from './print-fact.ts'

/**
 * Prints the facts of an end, and sets the exit code of the process.
 *
 * @param redact removes the secrets of the host from a text (A2)
 * @param isCancelled whether a person asked the host to end
 */
export function reportEnding(
  end: Ending,
  { print, redact, isCancelled }: { print: PrintFact; redact: (text: string) => string; isCancelled: boolean },
): void {
  if (end.is === 'failed') print({ type: 'Failed', class: end.class, reason: redact(end.reason) })
  if (end.is === 'limited') print({ type: 'LimitReached', until: end.until, reason: redact(end.reason) })
  if (end.is === 'stopped' && isCancelled)
    print({ type: 'Failed', class: 'work', reason: 'a person asked the agent to end' })
  process.exitCode = exitCodeOf(end, isCancelled)
}
