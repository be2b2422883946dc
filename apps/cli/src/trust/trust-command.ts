import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  git lfs install && coppice trust --repo .
  coppice trust --project shop

Git runs filters and merge drivers that its config names. A project trusts those that were there when it
was made; any others, which an agent may have added, are not run. Look at what the config says first:
  git config --show-origin --get-regexp '^(filter|merge)\\.'

Exit codes: 0 done, 1 refused or no server, 2 it is not clear which project`

export const trustCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(new Command('trust').description('trust the programs that git config names'))
    .addHelpText('after', EXAMPLES)
    .action(async (filter: RunFilter) => {
      const { trustPrograms } = await import('./trust-programs.ts')
      exit(await trustPrograms(io, filter))
    })
