import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice tell csv-parse "Quoted fields may contain line breaks."
  coppice tell csv-parse "Stop after the parser." --run 12 --project shop

The agent reads the text before its next step, or after its turn if it cannot read while it works.
Agents of the kind command read nothing.
Exit codes: 0 sent, 1 not running or no server, 2 no such task, or its agent reads nothing`

export const tellCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('tell')
      .description('write to a running agent')
      .argument('<task>', 'key of the task')
      .argument('<text>', 'what the agent should know')
      .option('--run <run>', 'number or id of the run (default: the active one, else the last)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, text: string, wish: RunFilter & { run?: string }) => {
      const { tellAgent } = await import('./tell-agent.ts')
      exit(await tellAgent(io, task, text, wish))
    })
