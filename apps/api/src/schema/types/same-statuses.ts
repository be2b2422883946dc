import type * as Engine from '@coppice/engine/domain/statuses'
import type * as Clients from '@coppice/run-model'

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false

/** The enumerations of the engine are the source. The schema is made of them, and those of the run model must be the same. */
interface Checks {
  RunStatus: Same<Engine.RunStatus, Clients.RunStatus>
  BatchStatus: Same<Engine.BatchStatus, Clients.BatchStatus>
  TaskStatus: Same<Engine.TaskStatus, Clients.TaskStatus>
  TaskPhase: Same<Engine.TaskPhase, Clients.TaskPhase>
  SessionStatus: Same<Engine.SessionStatus, Clients.SessionStatus>
  SessionKind: Same<Engine.SessionKind, Clients.SessionKind>
  DeliveryStatus: Same<Engine.DeliveryStatus, Clients.DeliveryStatus>
}

/** Does not compile when the run model has other values than the engine in one of these enumerations. */
export type StatusesAreTheSame<All extends { [Name in keyof Checks]: true } = Checks> = All
