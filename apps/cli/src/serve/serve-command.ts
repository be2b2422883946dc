import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import type { ServeOptions } from '../settings/environment.ts'

const EXAMPLES = `
Examples:
  coppice serve
  coppice serve --port 5000 --no-sample
  COPPICE_HOME=/srv/coppice HOST=0.0.0.0 coppice serve

Environment variables: coppice help environment`

export const serveCommand = (io: Io, exit: Exit): Command =>
  new Command('serve')
    .description('serve the API and the console; continue runs')
    .option('--port <n>', 'the port to listen on; 0: any free port (default: PORT, else 4000)')
    .option('--host <address>', 'the address to listen on (default: HOST, else 127.0.0.1)')
    .option('--home <folder>', 'the data folder (default: COPPICE_HOME, else the XDG data folder)')
    .option('--no-sample', 'do not create and run the sample project at the first start')
    .option('--no-console', 'serve only the API')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./serve.ts')
      exit(await serve(io, options))
    })
