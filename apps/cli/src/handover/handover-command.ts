import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice handover                      the server stops, its agents continue
  coppice handover && coppice serve     restart the server, keep its agents

Exit codes: 0 the server has stopped, 1 no server runs, it is on another machine, or it did not stop`

export const handoverCommand = (io: Io, exit: Exit): Command =>
  new Command('handover')
    .description('stop the server and leave its agents running')
    .option('--home <folder>', 'the data folder (default: COPPICE_HOME, else the XDG data folder)')
    .addHelpText('after', EXAMPLES)
    .action(async ({ home }: { home?: string }) => {
      const { handOver } = await import('./hand-over.ts')
      exit(await handOver(io, home))
    })
