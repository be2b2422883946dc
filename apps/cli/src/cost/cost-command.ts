import { Command, InvalidArgumentError } from 'commander'
import { withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { type CostOptions, DIMENSIONS, type Dimension } from './cost-options.ts'

const EXAMPLES = `
Examples:
  coppice cost 7 --by task
  coppice cost --all --by day --csv > days.csv
  coppice cost --requests --json`

export const costCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('cost')
      .description('show what a run costs')
      .argument('[run]', 'number or id of the run (default: the active one, else the last)')
      .option('--by <what>', DIMENSIONS.join(', '), dimension, 'model')
      .option('--all', 'all runs of the project (default: one run)')
      .option('--requests', 'each request to a model of one run (default: sums)')
      .option('--json', 'one JSON document (default: text)')
      .option('--csv', 'comma-separated values (default: text)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, options: CostOptions) => {
      const { showCost } = await import('./show-cost.ts')
      exit(await showCost(io, run, options))
    })

function dimension(text: string): Dimension {
  const found = DIMENSIONS.find((name) => name === text)
  if (found === undefined) throw new InvalidArgumentError(`Expected ${DIMENSIONS.join(', ')}.`)
  return found
}
