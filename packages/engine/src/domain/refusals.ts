/** Refusals: expected errors of commands. In the API, each refusal is a member of the union that a mutation returns. */
import type { PlanProblem } from './plan.ts'
import type { PlanChanges, Safeguard } from './plan-changes.ts'
import type { RunStatus, SessionStatus, TaskStatus } from './statuses.ts'

export abstract class Refusal extends Error {
  /** The name of the refusal's type in the API, in capitals and without `Error`: NOT_FOUND for `NotFoundError`. */
  abstract readonly code: string
}

export class NotFound extends Refusal {
  readonly code = 'NOT_FOUND'
}

export class InvalidInput extends Refusal {
  readonly code = 'INVALID_INPUT'
  readonly fields: readonly { path: string; message: string }[]
  constructor(fields: readonly { path: string; message: string }[]) {
    super(fields.map((field) => `${field.path}: ${field.message}`).join('; '))
    this.fields = fields
  }
}

export class InvalidRepository extends Refusal {
  readonly code = 'INVALID_REPOSITORY'
  readonly path: string
  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

export class NameTaken extends Refusal {
  readonly code = 'NAME_TAKEN'
}

export class InvalidPlan extends Refusal {
  readonly code = 'INVALID_PLAN'
  readonly problems: readonly PlanProblem[]
  constructor(problems: readonly PlanProblem[]) {
    super(problems.length === 1 ? (problems[0]?.message ?? '') : `The plan has ${problems.length} mistakes.`)
    this.problems = problems
  }
}

export class CircularDependency extends Refusal {
  readonly code = 'CIRCULAR_DEPENDENCY'
  /** The task keys of each cycle, in order. The first key is not repeated at the end. */
  readonly cycles: readonly (readonly string[])[]
  constructor(cycles: readonly (readonly string[])[]) {
    super(
      `Tasks wait for each other: ${cycles.map((cycle) => [...cycle, cycle[0]].join(' → ')).join('; ')}. Remove one of these dependencies.`,
    )
    this.cycles = cycles
  }
}

/** The plan would remove a safeguard of its project, and the caller did not allow that (P6). */
export class SafeguardRemoved extends Refusal {
  readonly code = 'SAFEGUARD_REMOVED'
  readonly safeguards: readonly Safeguard[]
  readonly changes: PlanChanges
  constructor(safeguards: readonly Safeguard[], changes: PlanChanges) {
    super(safeguards.map((safeguard) => whatIsLost(safeguard, changes)).join(' '))
    this.safeguards = safeguards
    this.changes = changes
  }
}

function whatIsLost(safeguard: Safeguard, { settings }: PlanChanges): string {
  if (safeguard === 'MANUAL_DELIVERY') {
    const setting = `delivery: ${settings.find(({ name }) => name === 'delivery')?.before[0]}`
    return `This plan removes \`${setting}\`, so runs would move the base branch without asking. Add \`${setting}\` to the plan, write \`delivery: auto\`, or allow its removal.`
  }
  const verify = settings.find(({ name }) => name === 'verify')?.before.join('; ')
  return `This plan removes the project's \`verify\` (${verify}), so runs would deliver untested work. Add \`verify\` to the plan, write \`verify: []\`, or allow its removal.`
}

export class NothingToDo extends Refusal {
  readonly code = 'NOTHING_TO_DO'
}

export class RunActive extends Refusal {
  readonly code = 'RUN_ACTIVE'
  readonly runId: string
  constructor(runId: string, message: string) {
    super(message)
    this.runId = runId
  }
}

export class RunNotActive extends Refusal {
  readonly code = 'RUN_NOT_ACTIVE'
  readonly runStatus: RunStatus
  constructor(runStatus: RunStatus, message: string) {
    super(message)
    this.runStatus = runStatus
  }
}

/** The command to deliver is refused at once. If a delivery fails later, its result is an event and not this refusal. */
export class DeliveryRefused extends Refusal {
  readonly code = 'DELIVERY_REFUSED'
}

abstract class TaskRefusal extends Refusal {
  readonly taskStatus: TaskStatus
  constructor(taskStatus: TaskStatus, message: string) {
    super(message)
    this.taskStatus = taskStatus
  }
}

export class TaskNotActive extends TaskRefusal {
  readonly code = 'TASK_NOT_ACTIVE'
}

export class TaskNotRetryable extends TaskRefusal {
  readonly code = 'TASK_NOT_RETRYABLE'
}

/** The session has ended, so its agent reads no more messages. */
export class SessionNotActive extends Refusal {
  readonly code = 'SESSION_NOT_ACTIVE'
  readonly sessionStatus: SessionStatus
  constructor(sessionStatus: SessionStatus, message: string) {
    super(message)
    this.sessionStatus = sessionStatus
  }
}

/** The question has an answer already, or the agent does not ask it any more. */
export class QuestionNotOpen extends Refusal {
  readonly code = 'QUESTION_NOT_OPEN'
}

/** Refusals that have only a code and a message. The API defines their types from this list. */
export const PLAIN_REFUSALS = { NotFound, NameTaken, NothingToDo, DeliveryRefused, QuestionNotOpen }

/** The codes of refusals because of the current status of a run or a task: the request was correct. The CLI has an exit code for them. */
export const STATE_REFUSALS: readonly string[] = [
  'RUN_ACTIVE',
  'RUN_NOT_ACTIVE',
  'TASK_NOT_ACTIVE',
  'TASK_NOT_RETRYABLE',
  'SESSION_NOT_ACTIVE',
  'QUESTION_NOT_OPEN',
]
