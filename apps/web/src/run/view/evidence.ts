import type { RunEvent } from '@coppice/run-model'

/** A failure of the project's verify on the merged work of a task. */
export interface VerifyFailure {
  output: string
  at: number
  /** The attempt that produced the work. It is null when the event of this attempt is not loaded. */
  attempt: number | null
}

/** Collects the verify failures from the events of a run. @returns the failures by task key, in order. */
export function verifyFailures(events: readonly RunEvent[]): ReadonlyMap<string, readonly VerifyFailure[]> {
  const attempts = new Map<string, number>()
  const failures = new Map<string, VerifyFailure[]>()
  for (const event of events) {
    if (event.__typename === 'TaskStarted') attempts.set(event.taskKey, event.attempt)
    if (event.__typename !== 'VerificationFailed') continue
    const failure = { output: event.output, at: Date.parse(event.at), attempt: attempts.get(event.taskKey) ?? null }
    failures.set(event.taskKey, [...(failures.get(event.taskKey) ?? []), failure])
  }
  return failures
}
