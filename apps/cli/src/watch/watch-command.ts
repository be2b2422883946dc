import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice watch
  coppice watch 12 --project shop
  coppice watch 12 --json | jq -r .__typename

It follows a run from its first event to its end, one that has ended too, and ends with the run's
own exit code (coppice help exit-codes). Where the server restarts, it waits for the next one and
goes on. Ctrl-C stops watching (8); the run goes on.`

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
