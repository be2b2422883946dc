import { Command } from 'commander'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice init
  coppice init --agent claude-code
  coppice init plans/next.yaml

Without --agent, it asks on a terminal. Otherwise it takes the first agent that can be used here,
as coppice agents lists them.`

export const initCommand = (io: Io): Command =>
  new Command('init')
    .description('write a plan with every setting explained')
    .argument('[file]', 'the file to write; an existing file is never overwritten', 'coppice.plan.yaml')
    .option('--agent <name>', 'the agent that does the tasks (default: one that can be used here)')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { agent }: { agent?: string }) => {
      const { initPlan } = await import('./init-plan.ts')
      await initPlan(io, file, agent)
    })
