import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice release
  coppice release 12 --provider anthropic --project shop

Use it after a limit was raised or credit was bought. It applies to every run of the server. If the
provider reports its limit again, it is on hold again, and this uses up no attempt.
Exit codes: 0 done, 1 refused or no server, 2 several runs match`

export const releaseCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('release')
      .description('end the hold of a provider before its time')
      .argument('[run]', 'number or id of a run that waits (default: the only active one)')
      .option('--provider <name>', 'the provider (default: all for which the run waits)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, wish: RunFilter & { provider?: string }) => {
      const { releaseProvider } = await import('./release-provider.ts')
      exit(await releaseProvider(io, { run, ...wish }))
    })
