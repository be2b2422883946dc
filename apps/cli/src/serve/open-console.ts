import { StartProblem } from '@coppice/persistence'
import { type Console, createConsole } from '@coppice/web'

export class ConsoleNotBuilt extends StartProblem {}

/** Opens the built console. @throws ConsoleNotBuilt when `npm start` has never built it. */
export async function openConsole(): Promise<Console> {
  const console = createConsole()
  await console.prepare().catch((cause: unknown) => {
    throw new ConsoleNotBuilt(
      'The console is not built. To build it and start the server: npm start. To start without it: coppice serve --no-console',
      { cause },
    )
  })
  return console
}
