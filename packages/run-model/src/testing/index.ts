import { EVENTS, type EventFacts, type EventName, type RunEvent } from '../events/events.ts'

export { BEGAN, SECOND, session, task } from './build.ts'

/** What a test sets of an event. The other fields are null. */
export type SomeFacts = {
  [Name in EventName]: { __typename: Name } & Partial<Extract<EventFacts, { __typename: Name }>>
}[EventName]

export function eventOf(sequence: number, atMs: number, facts: SomeFacts): RunEvent {
  const fields = Object.keys(EVENTS[facts.__typename].fields).map((name) => [name, null])
  const place = { sequence, at: new Date(atMs).toISOString(), runId: 'run-12' }
  return { ...Object.fromEntries(fields), ...facts, ...place } as RunEvent
}
