import { BATCH_EVENTS } from './batch-events.ts'
import type { Definition, Fields, Link, Objects, Values } from './define.ts'
import { RUN_EVENTS } from './run-events.ts'
import { SESSION_EVENTS } from './session-events.ts'
import { TASK_EVENTS } from './task-events.ts'
import { TASK_STATUS_EVENTS } from './task-status-events.ts'

/** All kinds of events of a run. The types, the documents, the fold and the public schema are derived from this table. */
export const EVENTS = {
  ...RUN_EVENTS,
  ...BATCH_EVENTS,
  ...TASK_EVENTS,
  ...TASK_STATUS_EVENTS,
  ...SESSION_EVENTS,
}

export type EventName = keyof typeof EVENTS

type FieldsOf<Name extends EventName> =
  (typeof EVENTS)[Name] extends Definition<infer Own, infer Led, readonly Link[]> ? Values<Own, Led> : never

/** The fields of an event of any kind. A field is null when an earlier version of the server did not write it. */
export type EventFacts = { [Name in EventName]: { __typename: Name } & FieldsOf<Name> }[EventName]

/** An event of a run, as the subscription `progress` sends it. `at` is ISO-8601. */
export type RunEvent = EventFacts & { sequence: number; at: string; runId: string }

export type RunEventOf<Name extends EventName> = Extract<RunEvent, { __typename: Name }>

/** The definition of any kind of event, for code that reads fields by their names. */
export type AnyDefinition = Definition<Fields, Objects, readonly Link[]>
