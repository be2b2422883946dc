import type { RunDraft } from '../fold/run-draft.ts'
import type {
  BatchStatus,
  BudgetPot,
  DeliveryStatus,
  RunStatus,
  SessionKind,
  SessionStatus,
  TaskPhase,
  TaskStatus,
} from '../statuses.ts'

/** The types of the public schema that a field of an event can have, in their JSON form. `DateTime` is ISO-8601. */
export interface Scalars {
  Int: number
  Float: number
  String: string
  Boolean: boolean
  ID: string
  DateTime: string
  RunStatus: RunStatus
  BatchStatus: BatchStatus
  TaskStatus: TaskStatus
  TaskPhase: TaskPhase
  SessionStatus: SessionStatus
  SessionKind: SessionKind
  DeliveryStatus: DeliveryStatus
  BudgetPot: BudgetPot
}

/** The type of a field, written as in the schema. A field without `!` can be null. */
export type FieldType = keyof Scalars | `${keyof Scalars}!` | '[String!]!'

export type Value<Type, Of = Scalars> = Type extends '[String!]!'
  ? readonly string[]
  : Type extends `${infer Name extends keyof Scalars & keyof Of}!`
    ? Of[Name]
    : Type extends keyof Of
      ? Of[Type] | null
      : never

export type Fields = Readonly<Record<string, FieldType>>

/**
 * Fields of an object that our documents request together with an event, such as the tasks of TasksPlanned. These fields must never change,
 * so that a replay has the same result.
 */
export interface Asked<Result> {
  selection: string
  /** Never set. The field only gives the compiler the type of the result. */
  result?: Result
}

export const asked = <Result>(selection: string): Asked<Result> => ({ selection })

export type Objects = Readonly<Record<string, Asked<unknown>>>

export type Values<Own extends Fields, Led extends Objects> = {
  readonly [Name in keyof Own]: Value<Own[Name]>
} & { readonly [Name in keyof Led]: NonNullable<Led[Name]['result']> }

/**
 * An object to which an event links in the public schema. Our documents do not request it, because its fields have their present values,
 * and not the values at the time of the event.
 */
export type Link = 'task' | 'batch' | 'run'

/** One kind of event: its fields in the public schema, and what it does to the state of a run. */
export interface Definition<Own extends Fields, Led extends Objects, Links extends readonly Link[]> {
  description?: string
  /**
   * The fields of the event in the public schema. Fields with the same name must have the same type in all events, because one GraphQL
   * document requests the fields of all events.
   */
  fields: Own
  descriptions?: { readonly [Name in keyof Own]?: string }
  objects?: Led
  links?: Links
  /** Changes the state of the run as the event reports it. @param at the time of the event, in ms since the epoch */
  fold?(run: RunDraft, event: NoInfer<Values<Own, Led>>, at: number): void
}

/** Infers the types of the fields, and checks `fold` against them. */
export const defineEvent = <
  const Own extends Fields,
  // biome-ignore lint/complexity/noBannedTypes: an event that links to no objects
  const Led extends Objects = {},
  const Links extends readonly Link[] = [],
>(
  definition: Definition<Own, Led, Links>,
): Definition<Own, Led, Links> => definition
