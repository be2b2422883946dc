import { BATCH_EVENTS } from './batch-events.ts'
import type { Definition, Fields, Link, Objects, Values } from './define.ts'
import { RUN_EVENTS } from './run-events.ts'
import { SESSION_EVENTS } from './session-events.ts'
import { TASK_EVENTS } from './task-events.ts'
import { TASK_STATUS_EVENTS } from './task-status-events.ts'

/** All kinds of events of a run. Types, document, fold and public schema are made from this table. */
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

/** The facts of one kind of event. A field is null when an earlier version of the server did not write it. */
export type EventFacts = { [Name in EventName]: { __typename: Name } & FieldsOf<Name> }[EventName]

/** One durable fact about a run, as `progress` sends it. `at` is ISO-8601. */
export type RunEvent = EventFacts & { sequence: number; at: string; runId: string }

export type RunEventOf<Name extends EventName> = Extract<RunEvent, { __typename: Name }>

/** A definition whose fields are read by name, for code that treats all events alike. */
export type AnyDefinition = Definition<Fields, Objects, readonly Link[]>
