import { Command, InvalidArgumentError } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { refuseArguments } from '../plan-file/refuse-arguments.ts'
import { planAround } from '../settings/repository-around.ts'
import type { SimulateOptions, StrategyName } from './simulate-options.ts'

const EXAMPLES = `
Examples:
  coppice simulate --concurrency 3,6 --fail-rate 0.1 --svg plan.svg
  coppice simulate --project shop
  coppice simulate --durations ms.json --json | jq '.results[] | [.concurrency, .wallMs]'

ms.json: {"task-key": 60000}. --project needs a running server. A task without a duration takes a third
of its time limit on average (10 min by default), varied by its key. No agent is started.
Exit codes: 0 shown, 1 no server runs, 2 the plan or an option is wrong, 130 Ctrl-C`

export const simulateCommand = (io: Io, exit: Exit): Command =>
  new Command('simulate')
    .description('estimate how long a plan would take')
    .option('--plan <file>', 'the plan; - reads standard input (default: the nearest coppice.plan.yaml)')
    .option('--concurrency <list>', 'slots to try, 1 to 64 (default: 1,2,4,8)', slots, [1, 2, 4, 8])
    .option('--strategy <list>', 'strategies to try: batches, continuous (default: both)', strategies, [
      'batches',
      'continuous',
    ])
    .option('--fail-rate <p>', 'share of attempts that fail, 0 to 1', rate, 0)
    .option('--durations <file>', 'a JSON file with the duration of each task in ms')
    .option('--project <name>', 'use durations of earlier sessions of this project')
    .option('--json', 'one JSON document (default: text)')
    .option('--svg <file>', 'draw a chart of the slots over time')
    .configureHelp({ optionDescription: ({ description, defaultValue }) => described(description, defaultValue) })
    .allowExcessArguments()
    .addHelpText('after', EXAMPLES)
    .action(async (given: Omit<SimulateOptions, 'plan'> & { plan?: string }, { args }: Command) => {
      refuseArguments('simulate', args)
      const { plan = planAround('.'), ...options } = given
      const { simulatePlan } = await import('./simulate-plan.ts')
      exit(await simulatePlan(io, { ...options, plan }))
    })

/** Adds the default to the description of an option. The description of a list already contains its default, as a user types it. */
const described = (description: string, standard: unknown): string =>
  standard === undefined || Array.isArray(standard) ? description : `${description} (default: ${standard})`

function slots(text: string): number[] {
  const numbers = text.split(',').map((one) => (/^\d{1,2}$/.test(one) ? Number(one) : Number.NaN))
  if (numbers.every((number) => number >= 1 && number <= 64)) return [...new Set(numbers)]
  throw new InvalidArgumentError('Expected numbers from 1 to 64, as in 1,2,4.')
}

function strategies(text: string): StrategyName[] {
  const names = text.split(',')
  if (names.every((name) => name === 'batches' || name === 'continuous')) return [...new Set(names)] as StrategyName[]
  throw new InvalidArgumentError('Expected "batches", "continuous", or both as "batches,continuous".')
}

function rate(text: string): number {
  const number = /^(0|1|0?\.\d+|1\.0+)$/.test(text) ? Number(text) : Number.NaN
  if (number >= 0 && number <= 1) return number
  throw new InvalidArgumentError('Expected a number from 0 to 1.')
}
