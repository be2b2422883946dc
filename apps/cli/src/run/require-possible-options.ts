import type { Plan } from '@coppice/engine'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { RunOptions } from './run-options.ts'

/** Refuses options that would be ignored and tasks that are not in the plan, before anything starts. */
export function requirePossibleOptions({ epics }: Pick<Plan, 'epics'>, options: RunOptions): void {
  const { parallel, strategy, isolation, task: wanted = [] } = options
  if (!parallel && (strategy !== 'batches' || isolation !== 'task'))
    throw new CommandError(EXIT.usage, '--strategy and --isolation need --parallel: a sequential run has neither.')
  const keys = new Set(epics.flatMap((epic) => epic.tasks.map(({ key }) => key)))
  const unknown = wanted.filter((key) => !keys.has(key))
  if (unknown.length > 0) throw new CommandError(EXIT.usage, `The plan has no task ${unknown.join(', ')}.`)
}
