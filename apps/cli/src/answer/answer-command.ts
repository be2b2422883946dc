import { Command } from 'commander'
import { type RunFilter, withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice answer csv-parse                  show the question and choose an option
  coppice answer csv-parse "Allow once"
  coppice answer csv-parse 2 --run 12 --project shop

Only the first answer to a question counts. coppice status shows which agents wait for one.
Exit codes: 0 answered, 1 no question waits or no server, 2 no such task or option, 3 not answered`

export const answerCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('answer')
      .description('answer the question of a running agent')
      .argument('<task>', 'key of the task')
      .argument('[option]', 'number, label or id of an option (default: ask on the terminal)')
      .option('--run <run>', 'number or id of the run (default: the active one, else the last)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, option: string | undefined, wish: RunFilter & { run?: string }) => {
      const { answerQuestion } = await import('./answer-question.ts')
      exit(await answerQuestion(io, task, option, wish))
    })
