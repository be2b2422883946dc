import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice cancel
  coppice cancel 12 --project shop
  coppice cancel --task csv-parse

Exit codes: 0 done, 1 refused or no server, 2 several runs match`

export const cancelCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('cancel')
      .description('cancel a run or one task; merged work stays')
      .argument('[run]', 'number or id of the run (default: the only active one)')
      .option('--task <key>', 'only this task; the run continues (default: the whole run)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, { task, ...filter }: RunFilter & { task?: string }) => {
      const wish = { run, ...filter }
      if (task === undefined) {
        const { cancelRun } = await import('./cancel-run.ts')
        exit(await cancelRun(io, wish))
      } else {
        const { cancelTask } = await import('./cancel-task.ts')
        exit(await cancelTask(io, task, wish))
      }
    })
