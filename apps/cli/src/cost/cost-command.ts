import { Command, InvalidArgumentError } from 'commander'
import { withRunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import type { Exit } from '../exit.ts'
import { EXIT } from '../exit-codes.ts'
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
    .action(async (run: string | undefined, options: CostOptions, command: Command) => {
      refuseTogether(run, options, command.getOptionValueSource('by') === 'cli')
      const { showCost } = await import('./show-cost.ts')
      exit(await showCost(io, run, options))
    })

/** @throws CommandError when two of the options exclude each other */
function refuseTogether(run: string | undefined, { all, requests, json, csv }: CostOptions, isGrouped: boolean): void {
  const pairs = [
    [all && '--all', requests ? '--requests' : run !== undefined && `run ${run}`],
    [json && '--json', csv && '--csv'],
    [requests && '--requests', isGrouped && '--by'],
  ]
  const pair = pairs.find((both) => both.every(Boolean))
  if (pair) throw new CommandError(EXIT.usage, `${pair.join(' and ')} cannot be used together.`)
}

function dimension(text: string): Dimension {
  const found = DIMENSIONS.find((name) => name === text)
  if (found === undefined) throw new InvalidArgumentError(`Expected ${DIMENSIONS.join(', ')}.`)
  return found
}
