import { Command } from 'commander'
import { withRunFilter } from '../client/run-filter.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import type { ExplainOptions } from './explain-options.ts'

const EXAMPLES = `
Examples:
  coppice models explain csv-parse
  coppice models explain csv-parse --project shop --json
It shows the model for the next run, and the models of the sessions of the last run, with the reasons.
Exit codes: 0 done, 1 refused, 2 no such task`

export const modelsCommand = (io: Io, exit: Exit): Command =>
  new Command('models').description('say which model does a task, and why').addCommand(explainCommand(io, exit))

const explainCommand = (io: Io, exit: Exit): Command =>
  withRunFilter(
    new Command('explain')
      .description('say which model does a task, and why')
      .argument('<task>', 'key of a task of the plan')
      .option('--json', 'one JSON document (default: text)'),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, options: ExplainOptions) => {
      const { explainModel } = await import('./explain-model.ts')
      exit(await explainModel(io, task, options))
    })
