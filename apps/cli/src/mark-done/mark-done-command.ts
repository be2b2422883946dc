import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice mark-done csv-parse table
  coppice mark-done csv-parse --project shop
Use it for tasks whose work is already on the base branch. No run works on them again. Exit codes: 0 done, 1 refused, 2 no such task`

export const markDoneCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('mark-done')
      .description('mark tasks as done by hand')
      .argument('<task...>', 'keys of tasks of the plan'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (tasks: string[], filter: RunFilter) => {
      const { markDone } = await import('./mark-done.ts')
      exit(await markDone(io, tasks, filter))
    })
