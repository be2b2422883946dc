import type { PlanProblem } from '@coppice/engine'
import { STATE_REFUSALS } from '@coppice/engine/domain/refusals'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { problemLines } from '../plan-file/problem-lines.ts'

/** The result of a mutation that the server refused. */
export interface Refusal {
  __typename: string
  code?: string
  message?: string
  problems?: readonly PlanProblem[]
}

/** The GraphQL selection that asks for the fields of any refusal. */
export const REFUSAL = '... on Error { code message }'

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  RUN_ACTIVE: 'To see it: coppice status. To end it: coppice cancel.',
  RUN_NOT_ACTIVE: 'To see its status: coppice status.',
  TASK_NOT_ACTIVE: 'To see which tasks are active: coppice status.',
  SESSION_NOT_ACTIVE: 'To see which agents are running: coppice status.',
  QUESTION_NOT_OPEN: 'To see which agents wait for an answer: coppice status.',
}

/**
 * Turns a refusal into an error that ends the command. The exit code is 2 when the request itself is wrong, 1 when the state of a run or a
 * task does not allow it now, and 3 when a delivery waits for a person.
 */
export function refusedBy({ code = '', message, problems }: Refusal): CommandError {
  const exitCode =
    code === 'DELIVERY_REFUSED' ? EXIT.needsYou : STATE_REFUSALS.includes(code) ? EXIT.failed : EXIT.usage
  const details = problems ? `\n${problemLines('plan', problems)}` : ''
  const advice = WHAT_TO_DO[code] === undefined ? '' : ` ${WHAT_TO_DO[code]}`
  return new CommandError(
    exitCode,
    `${message ?? 'The server refused the command and gave no reason. To see whether it was carried out: coppice status.'}${advice}${details}`,
  )
}
