import type { EventData } from '../domain/events.ts'
import type { RunRecord } from '../domain/records.ts'

type StatusOfRun = Pick<RunRecord, 'status' | 'statusReason' | 'maxConcurrency' | 'awaitsBudget' | 'resumesAt'>

/** Makes the event that reports the present status of a run. Only a paused run waits for money. */
export function runStatusEvent({ status, statusReason, maxConcurrency, awaitsBudget, resumesAt }: StatusOfRun): {
  type: 'RunStatusChanged'
  data: EventData['RunStatusChanged']
} {
  const isPaused = status === 'PAUSED'
  return {
    type: 'RunStatusChanged',
    data: {
      ...{ runStatus: status, reason: statusReason, maxConcurrency },
      awaitsBudget: isPaused && awaitsBudget,
      resumesAt: isPaused ? resumesAt : null,
    },
  }
}
