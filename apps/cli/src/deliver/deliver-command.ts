import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice deliver
  coppice deliver 12 --project shop
It also works without a server. Exit codes: 0 delivered, 1 no run waits,
2 several runs match, 3 refused (the message says why and what to do)`

export const deliverCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('deliver')
      .description("move the base branch to a run's merged work")
      .argument('[run]', 'number or id of the run (default: the only one that waits for delivery)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, filter: RunFilter) => {
      const { deliverRun } = await import('./deliver-run.ts')
      exit(await deliverRun(io, { run, ...filter }))
    })
