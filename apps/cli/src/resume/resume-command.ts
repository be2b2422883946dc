import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice resume
  coppice resume 12 --project shop

Exit codes: 0 done, 1 refused or no server, 2 several runs match`

export const resumeCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('resume')
      .description('continue a paused run')
      .argument('[run]', 'number or id of the run (default: the only active one)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, filter: RunFilter) => {
      const { resumeRun } = await import('./resume-run.ts')
      exit(await resumeRun(io, { run, ...filter }))
    })
