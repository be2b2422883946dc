import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice watch
  coppice watch 12 --project shop
  coppice watch 12 --json | jq -r .__typename

The command prints a run from its first event to its last, also after the run has ended. Its exit code is
that of the run (coppice help exit-codes). If the server restarts, the command waits and then continues.
Ctrl-C stops watching (exit code 8); the run continues.`

export const watchCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('watch')
      .description('follow any run to its end')
      .argument('[run]', 'number or id of the run (default: the active one, else the last)')
      .option('--json', 'one event a line, as JSON (default: text)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, { json = false, ...filter }: RunFilter & { json?: boolean }) => {
      const { watch } = await import('./watch.ts')
      exit(await watch(io, { run, ...filter }, json))
    })
