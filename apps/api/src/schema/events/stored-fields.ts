import type { EventData, EventType } from '@coppice/engine'
import { shortRef } from '@coppice/engine/domain/naming'
import type { EVENTS, EventName, Scalars, Value } from '@coppice/run-model'
import { globalId } from '../ids.ts'
import { usd } from '../loading/costs.ts'

/** The fields that are stored under another name or in another form, with their conversion. All other fields are stored unchanged. */
export const CONVERTED = {
  costUsd: ({ costMicroUsd }: { costMicroUsd: number | null }) => (costMicroUsd === null ? null : usd(costMicroUsd)),
  spentUsd: ({ spentMicroUsd }: { spentMicroUsd: number }) => usd(spentMicroUsd),
  budgetUsd: ({ budgetMicroUsd }: { budgetMicroUsd: number }) => usd(budgetMicroUsd),
  limitUsd: ({ limitMicroUsd }: { limitMicroUsd: number | null }) =>
    limitMicroUsd === null ? null : usd(limitMicroUsd),
  sessionId: ({ sessionId }: { sessionId: string }) => globalId('Session', sessionId),
  /** An event that an earlier version stored has no `branch`. */
  branch: ({ branch }: { branch: string | null | undefined }) => branch && shortRef(branch),
  foundAtTask: ({ taskKey }: { taskKey: string | null }) => taskKey,
  foundAtAttempt: ({ attempt }: { attempt: number | null }) => attempt,
}

/** The stored fields from which the API finds each object that an event returns. */
interface ObjectData {
  task: { runTaskId: string }
  batch: { batchId: string }
  run: object
  tasks: { fromPosition: number; taskCount: number }
}

type Converted = typeof CONVERTED
type Definition<Name extends EventName> = (typeof EVENTS)[Name]
/** The scalar types as they are stored. Times are stored in ms since the epoch. */
type Stored = Omit<Scalars, 'DateTime'> & { DateTime: number }

/** Maps each field of an event to the stored fields from which the API calculates it. */
type Needed<Fields> = {
  [Name in keyof Fields]: Name extends keyof Converted
    ? Parameters<Converted[Name]>[0]
    : { [Same in Name]: Value<Fields[Name], Stored> }
}

/** The stored fields by which the API finds the objects of one type of event. */
type NeededObjects<Name extends EventName> = Pick<
  ObjectData,
  NonNullable<Definition<Name>['links']>[number] | (keyof NonNullable<Definition<Name>['objects']> & keyof ObjectData)
>

type All<Parts> = Parts[keyof Parts]
type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Whole) => void
  ? Whole
  : never

type DataOf<Name extends EventName> = Intersection<All<Needed<Definition<Name>['fields']>> | All<NeededObjects<Name>>>

/** A compile-time check: the engine stores every event and every field of the run model, with the same type. */
export type EveryFieldIsStored<Data extends { [Name in EventName]: DataOf<Name> } = EventData> = Data

type MissingInModel = {
  [Type in EventType]: Exclude<keyof EventData[Type], Type extends EventName ? keyof DataOf<Type> : never>
}
/** A compile-time check: the run model has every event and every field that the engine stores. */
export type EveryStoredFieldIsInModel<Data extends { [Type in EventType]: never } = MissingInModel> = Data
