import { Command } from 'commander'
import type { Io } from '../io.ts'

export const initCommand = (io: Io): Command =>
  new Command('init')
    .description('write a plan with every setting explained')
    .argument('[file]', 'the file to write; an existing file is never overwritten', 'coppice.plan.yaml')
    .addHelpText('after', '\nExamples:\n  coppice init\n  coppice init plans/next.yaml')
    .action(async (file: string) => {
      const { writePlanTemplate } = await import('./write-plan-template.ts')
      await writePlanTemplate(file)
      io.message(`Wrote ${file}. Edit it, then: coppice plan check ${file}`)
    })
