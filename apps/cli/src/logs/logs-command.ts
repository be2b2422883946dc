import { Command, InvalidArgumentError } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import type { Exit } from '../exit.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice logs csv-parse
  coppice logs 17 --follow --json
  coppice logs --search 'connection refused'
  coppice logs --run 3 --markdown > run-3.md

Exit codes: 0 shown, 1 not started or no server, 2 no such task or session, 8 you stopped following`

interface Options extends RunFilter {
  run?: string
  attempt?: number
  follow?: boolean
  json?: boolean
  search?: string
  markdown?: boolean
}

export const logsCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('logs')
      .description('show or search what an agent wrote. A task is a key, or the number or id of a session')
      .argument('[task]')
      .option('-f, --follow', 'print until the session ends (default: print once)')
      .option('--attempt <n>', 'which attempt of the task (default: the last)', attempt)
      .option('--run <run>', 'number or id (default: the active run, else the last)')
      .option('--search <text>', 'find a text in all sessions of the run or the task')
      .option('--markdown', 'all sessions of the run or the task, as Markdown')
      .option('--json', 'one entry a line, as JSON; of --search, one document'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (named: string | undefined, { follow = false, json = false, search, markdown, ...wish }: Options) => {
      refuseTogether({ follow, search, markdown, json })
      if (search !== undefined) {
        const { searchLogs } = await import('./search-logs.ts')
        return exit(await searchLogs(io, named, search, { ...wish, json }))
      }
      if (markdown) {
        const { exportLogs } = await import('./export-logs.ts')
        return exit(await exportLogs(io, named, wish))
      }
      if (named === undefined)
        throw new CommandError(
          EXIT.usage,
          'Name a task: coppice logs TASK. To see the tasks: coppice status. To search all of them: coppice logs --search TEXT',
        )
      const { showLogs } = await import('./show-logs.ts')
      exit(await showLogs(io, named, { ...wish, follow, json }))
    })

/** @throws CommandError when two of the options exclude each other */
function refuseTogether({
  follow,
  search,
  markdown,
  json,
}: Pick<Options, 'follow' | 'search' | 'markdown' | 'json'>): void {
  const chosen = [follow && '--follow', search !== undefined && '--search', markdown && '--markdown'].filter(Boolean)
  if (markdown && json) chosen.push('--json')
  if (chosen.length > 1) throw new CommandError(EXIT.usage, `${chosen.join(' and ')} cannot be used together.`)
  if (search === '') throw new CommandError(EXIT.usage, 'Give --search a text.')
}

function attempt(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number of 1 or more.')
}
