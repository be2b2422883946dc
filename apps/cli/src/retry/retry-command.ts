import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice retry csv-parse
  coppice retry csv-parse --run 12 --project shop

The tasks that were skipped because of this task wait for it again.
It works only while the run is active. After its end, coppice run starts all tasks that are not done.
Exit codes: 0 done, 1 refused or no server, 2 no such task, or several runs match`

export const retryCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('retry')
      .description('retry a task that failed or was cancelled')
      .argument('<task>', 'key of the task')
      .option('--run <run>', 'number or id of the run (default: the only active one)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, wish: RunFilter & { run?: string }) => {
      const { retryTask } = await import('./retry-task.ts')
      exit(await retryTask(io, task, wish))
    })
