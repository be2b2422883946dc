import type { Plan } from '@coppice/engine'
import { parsePlan } from '@coppice/engine/plan'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { problemLines } from './problem-lines.ts'

/**
 * Parses a plan and checks it. It also refuses a dependency on a task that is not in the plan, even if the task was archived as done, because
 * only the server knows the tasks of earlier plans.
 * @throws CommandError with all mistakes
 */
export function requireSoundPlan(file: string, source: string): Plan {
  const parsed = parsePlan(source)
  if (parsed.ok) return parsed.plan
  throw new CommandError(
    EXIT.usage,
    `The plan has mistakes. Nothing was started.\n${problemLines(file, parsed.problems)}`,
  )
}
