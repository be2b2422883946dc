import type { RunEvent } from '@coppice/engine'
import { type AnyDefinition, EVENTS, type FieldType } from '@coppice/run-model'
import { builder, type FieldBuilder } from '../builder.ts'
import { BudgetPotEnum } from '../types/budget.ts'
import {
  BatchStatusEnum,
  DeliveryStatusEnum,
  RunStatusEnum,
  SessionKindEnum,
  SessionStatusEnum,
  TaskPhaseEnum,
  TaskStatusEnum,
} from '../types/statuses.ts'
import { objectField } from './object-fields.ts'
import { ProgressEvent } from './progress-event.ts'
import { CONVERTED } from './stored-fields.ts'

const ENUMS = {
  RunStatus: RunStatusEnum,
  BatchStatus: BatchStatusEnum,
  TaskStatus: TaskStatusEnum,
  TaskPhase: TaskPhaseEnum,
  SessionStatus: SessionStatusEnum,
  SessionKind: SessionKindEnum,
  DeliveryStatus: DeliveryStatusEnum,
  BudgetPot: BudgetPotEnum,
}

type Data = Readonly<Record<string, unknown>>
const READERS: Readonly<Record<string, ((data: never) => unknown) | undefined>> = CONVERTED

/**
 * Creates the GraphQL types of the events from the definitions in `@coppice/run-model` (`EVENTS`). The console and the CLI build their
 * queries from the same definitions, so they ask only for fields that exist. `stored-fields.ts` checks the definitions against the events of
 * the engine.
 */
for (const [name, definition] of Object.entries(EVENTS) as [string, AnyDefinition][])
  builder.objectRef<RunEvent>(name).implement({
    description: definition.description,
    interfaces: [ProgressEvent],
    fields: (t) => {
      const { fields, descriptions = {}, objects = {}, links = [] } = definition
      const own = Object.entries(fields).map(([field, type]) => [field, ownField(t, field, type, descriptions[field])])
      const led = [...Object.keys(objects), ...links].map((field) => [field, objectField(t, field)])
      return Object.fromEntries([...own, ...led])
    },
  })

function ownField(t: FieldBuilder<RunEvent>, name: string, type: FieldType, description?: string) {
  const read = READERS[name] ?? ((data: Data) => data[name])
  // An event that an earlier version of Coppice stored may lack a newer field. The API returns null for such a field.
  const resolve = ({ data }: RunEvent) => (read as (data: object) => unknown)(data) ?? null
  const nullable = !type.endsWith('!')
  if (type === '[String!]!') return t.stringList({ description, resolve: resolve as () => string[] })
  const word = type.replace('!', '')
  const known = word in ENUMS ? ENUMS[word as keyof typeof ENUMS] : word
  // `type` is the name of a type as a text. The compiler cannot follow this, so there is a cast. `stored-fields.ts` checks the stored
  // value.
  return t.field({ type: known as 'String', nullable, description, resolve: resolve as () => string })
}
