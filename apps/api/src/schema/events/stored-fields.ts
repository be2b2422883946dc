import type { EventData, EventType } from '@coppice/engine'
import { shortRef } from '@coppice/engine/domain/naming'
import type { EVENTS, EventName, Scalars, Value } from '@coppice/run-model'
import { globalId } from '../ids.ts'
import { usd } from '../loading/costs.ts'

/** The fields that are stored under another name or in another form. All others are stored as the run model names them. */
export const CONVERTED = {
  costUsd: ({ costMicroUsd }: { costMicroUsd: number | null }) => (costMicroUsd === null ? null : usd(costMicroUsd)),
  sessionId: ({ sessionId }: { sessionId: string }) => globalId('Session', sessionId),
  /** An earlier version did not store it. */
  branch: ({ branch }: { branch: string | null | undefined }) => branch && shortRef(branch),
  foundAtTask: ({ taskKey }: { taskKey: string | null }) => taskKey,
  foundAtAttempt: ({ attempt }: { attempt: number | null }) => attempt,
}

/** What must be stored for each object to which events link. */
interface ObjectData {
  task: { runTaskId: string }
  batch: { batchId: string }
  run: object
  tasks: { fromPosition: number; taskCount: number }
}

type Converted = typeof CONVERTED
type Definition<Name extends EventName> = (typeof EVENTS)[Name]
/** Times are stored in ms. */
type Stored = Omit<Scalars, 'DateTime'> & { DateTime: number }

/** For each field: what the engine must store so that the event can have the field. */
type Needed<Fields> = {
  [Name in keyof Fields]: Name extends keyof Converted
    ? Parameters<Converted[Name]>[0]
    : { [Same in Name]: Value<Fields[Name], Stored> }
}

/** The same for the objects to which the event links. */
type NeededObjects<Name extends EventName> = Pick<
  ObjectData,
  NonNullable<Definition<Name>['links']>[number] | (keyof NonNullable<Definition<Name>['objects']> & keyof ObjectData)
>

type All<Parts> = Parts[keyof Parts]
type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Whole) => void
  ? Whole
  : never

type DataOf<Name extends EventName> = Intersection<All<Needed<Definition<Name>['fields']>> | All<NeededObjects<Name>>>

/** Does not compile when the engine lacks an event of the run model, lacks a field of one, or has a field in another type. */
export type EveryFieldIsStored<Data extends { [Name in EventName]: DataOf<Name> } = EventData> = Data

type Untold = {
  [Type in EventType]: Exclude<keyof EventData[Type], Type extends EventName ? keyof DataOf<Type> : never>
}
/** Does not compile when the run model lacks an event of the engine, or a field of one. */
export type EveryStoredFieldIsTold<Data extends { [Type in EventType]: never } = Untold> = Data
