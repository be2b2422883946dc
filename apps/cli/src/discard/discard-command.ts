import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice discard 12
  coppice discard 12 --project shop
Its branch stays. Its tasks count as not done. If your base branch already has
their work, mark them first: coppice mark-done TASK
Exit codes: 0 done, 1 refused or no such run, 2 several runs match`

export const discardCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('discard')
      .description("leave a run's work out of later runs")
      .argument('<run>', 'number or id of the run'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, filter: RunFilter) => {
      const { discardRun } = await import('./discard-run.ts')
      exit(await discardRun(io, { run, ...filter }))
    })
