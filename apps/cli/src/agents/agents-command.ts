import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice agents
  coppice agents --json | jq -r '.agents[] | select(.usable).name'

It reads variables and files of this machine. It asks no provider and starts no agent.
If a server runs, its environment counts. Exit code: 0`

export const agentsCommand = (io: Io, exit: Exit): Command =>
  new Command('agents')
    .description('list the agents that a plan can name, and whether they can be used here')
    .option('--json', 'one JSON document (default: text)')
    .addHelpText('after', EXAMPLES)
    .action(async ({ json = false }: { json?: boolean }) => {
      const { listAgents } = await import('./list-agents.ts')
      exit(await listAgents(io, { json }))
    })
