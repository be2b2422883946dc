import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice status
  coppice status --project shop
  coppice status --json | jq '.runs[].agents[].task.key'

It asks the server that holds the data folder. If no run is active, it shows the last run of each
project. Exit codes: 0 shown, 1 no server runs, 2 no such project`

export const statusCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(new Command('status').description('show active runs and what each agent does'))
    .option('--json', 'one JSON document (default: text)')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json = false, ...filter }: RunFilter & { json?: boolean }) => {
      const { showStatus } = await import('./show-status.ts')
      exit(await showStatus(io, { json, filter }))
    })
