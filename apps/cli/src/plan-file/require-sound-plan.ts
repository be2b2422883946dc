import type { Plan } from '@coppice/engine'
import { type ParsePlanOptions, parsePlan } from '@coppice/engine/plan'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { problemLines } from './problem-lines.ts'

/**
 * Parses a plan and checks it.
 * @param knownTaskKeys `any` lets dependencies name tasks that the plan does not have, because only the server knows which tasks of earlier
 *   plans are done (P1)
 * @throws CommandError with all mistakes
 */
export function requireSoundPlan(file: string, source: string, { knownTaskKeys }: ParsePlanOptions = {}): Plan {
  const parsed = parsePlan(source, { knownTaskKeys })
  if (parsed.ok) return parsed.plan
  throw new CommandError(
    EXIT.usage,
    `The plan has mistakes. Nothing was started.\n${problemLines(file, parsed.problems)}`,
  )
}
