import { Command, InvalidArgumentError } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice logs csv-parse
  coppice logs csv-parse --attempt 1 | less
  coppice logs 17 --follow --json

Exit codes: 0 shown, 1 not started or no server, 2 no such task or session, 8 you stopped following`

interface Options extends RunFilter {
  run?: string
  attempt?: number
  follow?: boolean
  json?: boolean
}

export const logsCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('logs')
      .description("show the output of a task's agent")
      .argument('<task>', 'task key (its last session), or number or id of one')
      .option('-f, --follow', 'print until the session ends (default: print once)')
      .option('--attempt <n>', 'which attempt of the task (default: the last)', attempt)
      .option('--run <run>', 'number or id of the run (default: the active one, else the last)')
      .option('--json', 'one entry a line, as JSON (default: text)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (named: string, { follow = false, json = false, ...wish }: Options) => {
      const { showLogs } = await import('./show-logs.ts')
      exit(await showLogs(io, named, { ...wish, follow, json }))
    })

function attempt(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number of 1 or more.')
}
