import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice kept
  coppice kept --project shop --json
  coppice kept drop refs/coppice/kept/run-3/parser/1

Kept work is what agents wrote and no run merged. It stays until you drop it.
It also works without a server. Exit codes: 0 done, 2 several projects match, 3 refused`

const DROP_EXAMPLES = `
Examples:
  coppice kept drop refs/coppice/kept/run-3/parser/1
  coppice kept drop refs/heads/coppice/work/run-3/parser --yes

It asks first, unless you give --yes. No run can merge the work after that.`

export const keptCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(new Command('kept').description('list the kept work of agents, or drop it'))
    .option('--json', 'one JSON document (default: text)')
    .addCommand(dropCommand(io, exit))
    .addHelpText('after', EXAMPLES)
    .action(async (filter: RunFilter & { json?: boolean }) => {
      const { listKept } = await import('./list-kept.ts')
      exit(await listKept(io, filter))
    })

const dropCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('drop')
      .description('delete a ref of kept work')
      .argument('<ref>', 'the ref, as coppice kept prints it'),
  )
    .option('--yes', 'do not ask (default: ask)')
    .addHelpText('after', DROP_EXAMPLES)
    .action(async (ref: string, filter: RunFilter & { yes?: boolean }) => {
      const { dropKept } = await import('./drop-kept.ts')
      exit(await dropKept(io, ref, filter))
    })
