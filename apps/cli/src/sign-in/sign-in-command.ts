import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice sign-in
  xdg-open "$(coppice sign-in)"

Only the link goes to stdout. It works once, within five minutes. The command needs a running server but
no token, because whoever can read the data folder can sign in.
Exit codes: 0 printed, 1 no server runs`

export const signInCommand = (io: Io, exit: Exit): Command =>
  new Command('sign-in')
    .description('print a link that signs in to the console')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { printSignInLink } = await import('./print-sign-in-link.ts')
      exit(await printSignInLink(io))
    })
