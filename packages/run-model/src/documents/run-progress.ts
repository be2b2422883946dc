import { type AnyDefinition, EVENTS } from '../events/events.ts'

const DEFINITIONS: Readonly<Record<string, AnyDefinition>> = EVENTS

const selectionOf = ({ fields, objects = {} }: AnyDefinition): string =>
  [...Object.keys(fields), ...Object.entries(objects).map(objectSelection)].join(' ')

const objectSelection = ([name, { selection }]: [string, { selection: string }]): string =>
  `${name} @include(if: $planned) {${selection} }`

/** Every field of every event. The document that takes them declares `$planned`. */
export const EVENT_FIELDS = [
  '__typename sequence at runId',
  ...Object.entries(DEFINITIONS).map(([name, definition]) => `... on ${name} { ${selectionOf(definition)} }`),
].join('\n    ')

/**
 * The events of a run above a number: those that are stored, then each new one (R2). A client that has read a snapshot sets `$planned` to
 * false: it knows what the run and its tasks began with, which can be megabytes.
 */
export const RUN_PROGRESS = `subscription RunProgress($runId: ID!, $after: Int!, $planned: Boolean! = true) {
  progress(runId: $runId, after: $after) {
    ${EVENT_FIELDS}
  }
}
`
