import { Argument, type Command } from 'commander'
import type { Io } from '../io.ts'
import { ENVIRONMENT_HELP } from './environment-help.ts'
import { EXIT_CODES_HELP } from './exit-codes-help.ts'
import { PLAN_HELP } from './plan-help.ts'

const TOPICS: Readonly<Record<string, string>> = {
  plan: PLAN_HELP,
  'exit-codes': EXIT_CODES_HELP,
  environment: ENVIRONMENT_HELP,
}

/** Adds `coppice help [topic]`. A topic is the name of a command, `exit-codes` or `environment`. */
export function addHelpTopics(program: Command, io: Io): void {
  const names = () => [...program.commands.map((command) => command.name()), 'exit-codes', 'environment']
  program
    .command('help')
    .helpGroup('Help:')
    .description('show help about a command, plan, exit-codes or environment')
    .addArgument(new Argument('[topic]'))
    .action((topic?: string) => {
      const text = topic === undefined ? undefined : TOPICS[topic]
      if (text !== undefined) return io.out(text)
      const command = topic === undefined ? program : program.commands.find((one) => one.name() === topic)
      if (command === undefined) program.error(`error: no help about '${topic}'. Topics: ${names().join(', ')}`)
      else command.outputHelp()
    })
}
