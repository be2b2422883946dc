import type { Plan } from '@coppice/engine'
import { parsePlan } from '@coppice/engine/plan'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import { problemLines } from './problem-lines.ts'

/**
 * Refuses a plan with mistakes that can be found without a server. Names of earlier tasks of the project are left to the server, because
 * only the server knows them.
 */
export function requireSoundPlan(file: string, source: string): Plan {
  const parsed = parsePlan(source)
  if (parsed.ok) return parsed.plan
  throw new CommandError(EXIT.usage, `The plan cannot be used.\n${problemLines(file, parsed.problems)}`)
}
