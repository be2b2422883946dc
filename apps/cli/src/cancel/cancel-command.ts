import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

export const cancelCommand = (io: Io, exit: Exit): Command =>
  new Command('cancel')
    .description('cancel the active run; what is merged stays merged')
    .option('--repo <path>', 'the git repository', '.')
    .addHelpText('after', '\nExamples:\n  coppice cancel\n  coppice cancel --repo ../shop')
    .action(async ({ repo }: { repo: string }) => {
      const { cancelRun } = await import('./cancel-run.ts')
      exit(await cancelRun(io, repo))
    })
