import { Command, InvalidArgumentError } from 'commander'
import { type RunFilter, withRunFilter } from '../../client/run-filter.ts'
import type { Exit } from '../../exit.ts'
import type { Io } from '../../io.ts'
import type { AcceptOptions } from './decide-follow-up.ts'

const LIST_EXAMPLES = `
Examples:
  coppice plan follow-ups
  coppice plan follow-ups --project shop --json

Agents propose these tasks. To decide about one: coppice plan accept NUMBER, or coppice plan reject NUMBER`

const ACCEPT_EXAMPLES = `
Examples:
  coppice plan accept 3
  coppice plan accept 3 --epic docs --depends-on parser table
  coppice plan accept 3 --no-dependencies

The task gets the agent and the settings of the task whose agent proposed it. The plan file stays as it
is, and a later import keeps the task. Exit codes: 0 added, 1 a run is active, 2 refused or no such proposal`

const REJECT_EXAMPLES = `
Examples:
  coppice plan reject 3

Exit codes: 0 rejected, 1 refused, 2 no such proposal`

/** The commands by which a person decides about the tasks that agents proposed. */
export const followUpCommands = (io: Io, exit: Exit): readonly Command[] => [
  withRunFilter(new Command('follow-ups').description('list the tasks that agents propose for the plan'))
    .option('--json', 'one JSON document (default: text)')
    .addHelpText('after', LIST_EXAMPLES)
    .action(async (filter: RunFilter & { json?: boolean }) => {
      const { listFollowUps } = await import('./list-follow-ups.ts')
      exit(await listFollowUps(io, filter))
    }),
  withRunFilter(
    new Command('accept').description('add a proposed task to the plan').argument('<number>', NUMBER, whole),
  )
    .option('--epic <key>', 'the epic (default: the one that the agent named)')
    .option('--depends-on <keys...>', 'its dependencies (default: those that the agent named)')
    .option('--no-dependencies', 'it depends on no task')
    .addHelpText('after', ACCEPT_EXAMPLES)
    .action(async (number: number, options: AcceptOptions) => {
      const { acceptFollowUp } = await import('./decide-follow-up.ts')
      exit(await acceptFollowUp(io, number, options))
    }),
  withRunFilter(new Command('reject').description('reject a proposed task').argument('<number>', NUMBER, whole))
    .addHelpText('after', REJECT_EXAMPLES)
    .action(async (number: number, filter: RunFilter) => {
      const { rejectFollowUp } = await import('./decide-follow-up.ts')
      exit(await rejectFollowUp(io, number, filter))
    }),
]

const NUMBER = 'the number, as coppice plan follow-ups prints it'

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a number, 1 or more.')
  return Number(text)
}
