import type { RunEvent } from '@coppice/run-model'

/** The output of the project's verify when it refused the work of a task. */
export interface VerifyFailure {
  output: string
  at: number
  /** The attempt that produced the work. It is null when the events begin later. */
  attempt: number | null
}

/** The verify failures of each task in order, from the events of the run. */
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
