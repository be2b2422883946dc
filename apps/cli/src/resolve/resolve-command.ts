import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice resolve csv-parse fix-csv-parse
  coppice resolve csv-parse 3f9c2e1 --run 12 --project shop
An active run merges and verifies the commit now, otherwise the next run does.
It also works without a server. Exit codes: 0 done, 1 no such run,
2 no such task, or a wrong commit, 3 refused`

export const resolveCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('resolve')
      .description('use your own commit as the work of a task')
      .argument('<task>', 'key of the task')
      .argument('<sha>', 'a commit of the repository: its id or a branch')
      .option('--run <run>', 'number or id of the run (default: the active one, or the last)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, commit: string, wish: RunFilter & { run?: string }) => {
      const { resolveTask } = await import('./resolve-task.ts')
      exit(await resolveTask(io, task, commit, wish))
    })
