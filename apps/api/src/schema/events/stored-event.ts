import type { NewEvent, RunEvent } from '@coppice/engine'
import type { Event } from '@coppice/prisma'

/** Converts a stored event to the event of the run model. */
export function storedEvent({ runId, sequence, at, type, data }: Event): RunEvent {
  const event = { type, data } as unknown as NewEvent
  return { ...event, runId, sequence, at: at.getTime() }
}
