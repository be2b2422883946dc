import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { planAround } from '../settings/repository-around.ts'
import { followUpCommands } from './follow-ups/follow-up-commands.ts'

const EXAMPLES = `
Examples:
  coppice plan check
  coppice plan check coppice.plan.yaml --json | jq .batches
  coppice plan check coppice.plan.yaml --mermaid > plan.mmd`

export function planCommand(io: Io, exit: Exit): Command {
  const check = new Command('check')
    .description('show the batches and the critical path of a plan, or every mistake in it (exit code 2)')
    .argument('[file]', 'YAML or JSON; - reads standard input (default: coppice.plan.yaml in this folder or above)')
    .option('--json', 'one JSON document (default: text)')
    .option('--mermaid', 'the dependencies as a Mermaid flowchart')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: { json?: boolean; mermaid?: boolean }) => {
      const { checkPlan } = await import('./check-plan.ts')
      exit(await checkPlan(io, file ?? planAround('.'), options.json ? 'json' : options.mermaid ? 'mermaid' : 'text'))
    })
  const plan = new Command('plan').description('check a plan file, or decide about tasks that agents propose')
  for (const command of [check, ...followUpCommands(io, exit)]) plan.addCommand(command)
  return plan
}
