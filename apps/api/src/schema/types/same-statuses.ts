import type { BudgetPot } from '@coppice/engine/domain/budget'
import type * as Engine from '@coppice/engine/domain/statuses'
import type * as Clients from '@coppice/run-model'

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false

/** The schema uses the enumerations of the engine. The clients use those of the run model, so both must have the same values. */
interface Checks {
  RunStatus: Same<Engine.RunStatus, Clients.RunStatus>
  BatchStatus: Same<Engine.BatchStatus, Clients.BatchStatus>
  TaskStatus: Same<Engine.TaskStatus, Clients.TaskStatus>
  TaskPhase: Same<Engine.TaskPhase, Clients.TaskPhase>
  SessionStatus: Same<Engine.SessionStatus, Clients.SessionStatus>
  SessionKind: Same<Engine.SessionKind, Clients.SessionKind>
  DeliveryStatus: Same<Engine.DeliveryStatus, Clients.DeliveryStatus>
  BudgetPot: Same<BudgetPot, Clients.BudgetPot>
}

/** Does not compile when the values of one of these enumerations differ. */
export type StatusesAreTheSame<All extends { [Name in keyof Checks]: true } = Checks> = All
