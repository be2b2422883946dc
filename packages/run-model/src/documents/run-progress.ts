import { type AnyDefinition, EVENTS } from '../events/events.ts'

const DEFINITIONS: Readonly<Record<string, AnyDefinition>> = EVENTS

const selectionOf = ({ fields, objects = {} }: AnyDefinition): string =>
  [...Object.keys(fields), ...Object.entries(objects).map(objectSelection)].join(' ')

const objectSelection = ([name, { selection }]: [string, { selection: string }]): string =>
  `${name} @include(if: $planned) {${selection} }`

/** The selection of every field of every event. A document that contains this selection declares the variable `$planned`. */
export const EVENT_FIELDS = [
  '__typename sequence at runId',
  ...Object.entries(DEFINITIONS).map(([name, definition]) => `... on ${name} { ${selectionOf(definition)} }`),
].join('\n    ')

/**
 * Subscribes to the events of a run above a number: first the stored events, then each new one (R2). A client that has read a snapshot sets
 * `$planned` to false, because the snapshot already contains the run and its tasks as planned. These data can be several megabytes.
 */
export const RUN_PROGRESS = `subscription RunProgress($runId: ID!, $after: Int!, $planned: Boolean! = true) {
  progress(runId: $runId, after: $after) {
    ${EVENT_FIELDS}
  }
}
`
