import { Command, InvalidArgumentError } from 'commander'
import { amount } from '../budget/budget-command.ts'
import { CommandError } from '../command-error.ts'
import type { Exit } from '../exit.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { refuseArguments } from '../plan-file/refuse-arguments.ts'
import { planAround, repositoryAround } from '../settings/repository-around.ts'
import { ISOLATIONS, REMOVABLE, type RunOptions, STRATEGIES } from './run-options.ts'

const EXAMPLES = `
Examples:
  coppice run --repo ../shop --plan shop.yaml --parallel --max-concurrency 8
  coppice run --parallel --strategy continuous --task csv-parse table
  coppice run --plan plan.yaml --json | jq -r .__typename
It follows a run that is already active. Exit codes: coppice help exit-codes`

export const runCommand = (io: Io, exit: Exit): Command =>
  new Command('run')
    .description('carry out a plan and follow it to its end')
    .option('--plan <file>', 'plan; - is stdin (default: nearest coppice.plan.yaml)')
    .option('--repo <path>', 'git repository (default: that of this folder)')
    .option('--base <branch>', "start from it, deliver to it (default: the project's)")
    .option('--parallel', 'run several tasks at once (default: one by one)')
    .option('--max-concurrency <n>', '--parallel: agents at once, 1 to 64', concurrency, 3)
    .option('--strategy <name>', '--parallel: batches or continuous', oneOf(STRATEGIES), 'batches')
    .option('--isolation <of>', '--parallel: worktree per task or epic', oneOf(ISOLATIONS), 'task')
    .option('--task <key...>', 'only these tasks and what they need (default: all)')
    .option('--budget <usd>', 'dollars after which the run pauses (default: no limit)', amount)
    .option('--name <name>', 'project name (default: from the plan, else the folder)')
    .option('--remove <setting...>', 'plan may remove verify, manual-delivery (default: none)', removable)
    .option('--json', 'one event a line, as JSON (default: text)')
    .allowExcessArguments()
    .addHelpText('after', EXAMPLES)
    .action(async (options: Omit<RunOptions, 'plan' | 'repo'> & Partial<RunOptions>, command: Command) => {
      refuseArguments('run', command.args)
      if (!options.parallel) refuseWithoutParallel(command)
      const { runPlan } = await import('./run-plan.ts')
      const { plan = planAround('.'), repo = repositoryAround('.') ?? '.' } = options
      exit(await runPlan(io, { ...options, plan, repo }))
    })

/** @throws CommandError when an option is given that one task at a time would ignore */
function refuseWithoutParallel(command: Command): void {
  const ignored = command.options.filter(
    (option) =>
      option.description.startsWith('--parallel:') && command.getOptionValueSource(option.attributeName()) === 'cli',
  )
  if (ignored.length === 0) return
  const names = ignored.map(({ long }) => long).join(' and ')
  throw new CommandError(EXIT.usage, `${names} cannot be used without --parallel.`)
}

function concurrency(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= 1 && number <= 64) return number
  throw new InvalidArgumentError('Expected a number from 1 to 64.')
}

const removable = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  oneOf(Object.keys(REMOVABLE))(text),
]

const oneOf =
  (names: readonly string[]) =>
  (text: string): string => {
    if (names.includes(text)) return text
    throw new InvalidArgumentError(`Expected ${names.join(' or ')}.`)
  }
