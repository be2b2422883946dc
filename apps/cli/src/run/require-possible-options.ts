import type { Plan } from '@coppice/engine'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { RunOptions } from './run-options.ts'

/** Checks the options before a server starts. @throws CommandError for tasks that the plan lacks */
export function requirePossibleOptions({ epics }: Pick<Plan, 'epics'>, { task: wanted = [] }: RunOptions): void {
  const keys = new Set(epics.flatMap((epic) => epic.tasks.map(({ key }) => key)))
  const unknown = wanted.filter((key) => !keys.has(key))
  if (unknown.length > 0)
    throw new CommandError(
      EXIT.usage,
      `The plan has no task ${unknown.join(', ')}. To see the tasks of the plan: coppice plan check`,
    )
}
