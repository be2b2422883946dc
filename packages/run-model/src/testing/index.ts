import { EVENTS, type EventFacts, type EventName, type RunEvent } from '../events/events.ts'

export { BEGAN, SECOND, session, task } from './build.ts'

/** The fields of an event that a test sets. */
export type SomeFacts = {
  [Name in EventName]: { __typename: Name } & Partial<Extract<EventFacts, { __typename: Name }>>
}[EventName]

/** Creates an event. Fields that `facts` does not contain are null. */
export function eventOf(sequence: number, atMs: number, facts: SomeFacts): RunEvent {
  const fields = Object.keys(EVENTS[facts.__typename].fields).map((name) => [name, null])
  const common = { sequence, at: new Date(atMs).toISOString(), runId: 'run-12' }
  return { ...Object.fromEntries(fields), ...facts, ...common } as RunEvent
}
