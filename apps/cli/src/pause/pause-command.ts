import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice pause
  coppice pause 12 --project shop

Exit codes: 0 done, 1 refused or no server, 2 several runs match`

export const pauseCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('pause')
      .description('start no more agents; running agents finish')
      .argument('[run]', 'number or id of the run (default: the only active one)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, filter: RunFilter) => {
      const { pauseRun } = await import('./pause-run.ts')
      exit(await pauseRun(io, { run, ...filter }))
    })
