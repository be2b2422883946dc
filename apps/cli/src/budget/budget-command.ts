import { Command, InvalidArgumentError } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice budget 3 7.50
  coppice budget 3 none
  coppice budget project 200
  coppice budget day 25

A day is a day of UTC. A run that has paused because of a budget continues.
Exit codes: 0 done, 1 failed, no such run or no server, 2 several runs match`

export const budgetCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('budget')
      .description('change what a run or project may cost')
      .argument('<run>', 'number or id of the run, or project, or day')
      .argument('<amount>', 'in dollars, or none', amountOrNone),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, budgetUsd: number | null, filter: RunFilter) => {
      if (run === 'project' || run === 'day') {
        const { setProjectBudget } = await import('./set-project-budget.ts')
        return exit(await setProjectBudget(io, filter, run, budgetUsd))
      }
      const { setBudget } = await import('./set-budget.ts')
      exit(await setBudget(io, { ...filter, run }, budgetUsd))
    })

/** Parses an amount in dollars, such as 7.50. */
export function amount(text: string): number {
  if (/^\d{1,7}(\.\d{1,6})?$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('Expected an amount in dollars, such as 7.50.')
}

const amountOrNone = (text: string): number | null => (text === 'none' ? null : amount(text))
