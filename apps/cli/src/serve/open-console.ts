import { StartProblem } from '@coppice/persistence'
import { type Console, createConsole } from '@coppice/web'

export class ConsoleNotBuilt extends StartProblem {}

/** @throws ConsoleNotBuilt when npm never started this clone. */
export async function openConsole(): Promise<Console> {
  const console = createConsole()
  await console.prepare().catch((cause: unknown) => {
    throw new ConsoleNotBuilt('The console is not built. npm start builds it and starts the server.', { cause })
  })
  return console
}
