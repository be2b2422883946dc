import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice undo 12
  coppice undo 12 --project shop
The base branch moves back. If something came after the delivery, it gets a commit
that reverts the work instead. The next run does the tasks again. It also works without
a server. Exit codes: 0 undone, 1 no such run, 3 refused (the message says why)`

export const undoCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('undo')
      .description('take back the delivered work of a run')
      .argument('<run>', 'number or id of the run'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, filter: RunFilter) => {
      const { undoDelivery } = await import('./undo-delivery.ts')
      exit(await undoDelivery(io, { run, ...filter }))
    })
