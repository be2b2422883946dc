import type { PlanProblem } from '@coppice/engine'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { problemLines } from '../plan-file/problem-lines.ts'

/** A member of a mutation's union that is no success. */
export interface Refusal {
  __typename: string
  code?: string
  message?: string
  problems?: readonly PlanProblem[]
}

/** What an operation asks of every such member. */
export const REFUSAL = '... on Error { code message }'

/** What the server refused is a mistake of the caller, but for a run that is in the way. */
export function refusedBy({ code, message, problems }: Refusal): CommandError {
  const exitCode: ExitCode = code === 'RUN_ACTIVE' ? EXIT.failed : EXIT.usage
  const details = problems ? `\n${problemLines('plan', problems)}` : ''
  return new CommandError(exitCode, `${message ?? 'refused'}${details}`)
}
