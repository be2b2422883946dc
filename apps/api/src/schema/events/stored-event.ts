import type { NewEvent, RunEvent } from '@coppice/engine'
import type { Event } from '@coppice/prisma'

/** A row of the event log as the engine wrote it. */
export function storedEvent({ runId, sequence, at, type, data }: Event): RunEvent {
  const event = { type, data } as unknown as NewEvent
  return { ...event, runId, sequence, at: at.getTime() }
}
