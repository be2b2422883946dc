import { type AnyDefinition, EVENTS } from '../events/events.ts'

const selectionOf = ({ fields, objects = {} }: Pick<AnyDefinition, 'fields' | 'objects'>): string =>
  [...Object.keys(fields), ...Object.entries(objects).map(([name, { selection }]) => `${name} {${selection} }`)].join(
    ' ',
  )

/** Every field of every event. */
export const EVENT_FIELDS = [
  '__typename sequence at runId',
  ...Object.entries(EVENTS).map(([name, definition]) => `... on ${name} { ${selectionOf(definition)} }`),
].join('\n    ')

/** The events of a run above a number: those that are stored, then each new one (R2). */
export const RUN_PROGRESS = `subscription RunProgress($runId: ID!, $after: Int!) {
  progress(runId: $runId, after: $after) {
    ${EVENT_FIELDS}
  }
}`
