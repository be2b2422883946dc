import type { RunEvent } from '@coppice/run-model'

/** What the project's verify printed about a task's work when it refused it. */
export interface VerifyFailure {
  output: string
  at: number
  /** The attempt whose work it was; null where the events begin later. */
  attempt: number | null
}

/** Of each task, its verify failures in order, read from the run's events. */
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
