import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  git lfs install && coppice trust --repo .
  coppice trust --project shop

Git runs the filters and merge drivers that its config names. A project trusts those that existed when it
was created. Coppice does not run any others, because an agent may have added them. Check the config first:
  git config --show-origin --get-regexp '^(filter|merge)\\.'

Exit codes: 0 done, 1 refused or no server, 2 several projects match`

export const trustCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(new Command('trust').description('let git run the filters and merge drivers that its config names now'))
    .addHelpText('after', EXAMPLES)
    .action(async (filter: RunFilter) => {
      const { trustPrograms } = await import('./trust-programs.ts')
      exit(await trustPrograms(io, filter))
    })
