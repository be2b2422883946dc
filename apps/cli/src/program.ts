import { Command } from 'commander'
import { agentsCommand } from './agents/agents-command.ts'
import { answerCommand } from './answer/answer-command.ts'
import { budgetCommand } from './budget/budget-command.ts'
import { cancelCommand } from './cancel/cancel-command.ts'
import { costCommand } from './cost/cost-command.ts'
import { deliverCommand } from './deliver/deliver-command.ts'
import { discardCommand } from './discard/discard-command.ts'
import type { Exit } from './exit.ts'
import { expertiseCommand } from './expertise/expertise-command.ts'
import { handoverCommand } from './handover/handover-command.ts'
import { addHelpTopics } from './help/help-topics.ts'
import { initCommand } from './init/init-command.ts'
import type { Io } from './io.ts'
import { keptCommand } from './kept/kept-command.ts'
import { logsCommand } from './logs/logs-command.ts'
import { markDoneCommand } from './mark-done/mark-done-command.ts'
import { modelsCommand } from './models/models-command.ts'
import { pauseCommand } from './pause/pause-command.ts'
import { planCommand } from './plan/plan-command.ts'
import { releaseCommand } from './release/release-command.ts'
import { resolveCommand } from './resolve/resolve-command.ts'
import { resumeCommand } from './resume/resume-command.ts'
import { retryCommand } from './retry/retry-command.ts'
import { runCommand } from './run/run-command.ts'
import { serveCommand } from './serve/serve-command.ts'
import { signInCommand } from './sign-in/sign-in-command.ts'
import { simulateCommand } from './simulate/simulate-command.ts'
import { statusCommand } from './status/status-command.ts'
import { taskCommand } from './task/task-command.ts'
import { tellCommand } from './tell/tell-command.ts'
import { tokenCommand } from './token/token-command.ts'
import { trustCommand } from './trust/trust-command.ts'
import { undoCommand } from './undo/undo-command.ts'
import { VERSION } from './version.ts'
import { watchCommand } from './watch/watch-command.ts'

const EXAMPLES = `
Examples:
  coppice plan check coppice.plan.yaml            show its batches, or all its mistakes
  coppice run --parallel                          carry out the plan of this repository
  coppice COMMAND --help                          show the options of a command
  coppice -v                                      show the version`

/** The headings of the help text and the commands under each heading, in the order of the text. */
const GROUPS: Readonly<Record<string, readonly ((io: Io, exit: Exit) => Command)[]>> = {
  'A plan:': [agentsCommand, initCommand, planCommand, modelsCommand, simulateCommand],
  'A run:': [
    runCommand,
    watchCommand,
    statusCommand,
    logsCommand,
    answerCommand,
    tellCommand,
    costCommand,
    budgetCommand,
    pauseCommand,
    resumeCommand,
    releaseCommand,
    cancelCommand,
    retryCommand,
    resolveCommand,
  ],
  'After a run:': [deliverCommand, undoCommand, discardCommand, keptCommand, markDoneCommand, expertiseCommand],
  'The server:': [serveCommand, handoverCommand, signInCommand, tokenCommand, trustCommand],
}

export function createProgram(io: Io, exit: Exit): Command {
  const program = new Command('coppice')
    .description('Carries out a software plan with many coding agents at once.')
    .version(VERSION, '-v, --version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .showHelpAfterError('To see all commands and options: coppice --help')
    .configureHelp({ visibleOptions: () => [] })
    .addHelpText('after', EXAMPLES)
    .exitOverride()
  for (const [heading, commands] of Object.entries(GROUPS))
    for (const commandOf of commands) program.addCommand(commandOf(io, exit).helpGroup(heading))
  // Agents are told of it by their prompt, so it needs no line in the list of commands.
  program.addCommand(taskCommand(io, exit), { hidden: true })
  addHelpTopics(program, io)
  for (const command of withChildren(program))
    command.exitOverride().configureOutput(outputBy(io)).helpOption('-h, --help', 'show help')
  return program
}

/**
 * Prints the texts of Commander through `io`. The texts quote what the user typed, and `io` escapes the control characters in them. The
 * last line break is removed, because `io` adds one.
 */
const outputBy = (io: Io) => ({
  writeOut: (text: string) => io.out(text.replace(/\n$/, '')),
  writeErr: (text: string) => io.message(text.replace(/\n$/, '')),
})

const withChildren = (command: Command): Command[] => [command, ...command.commands.flatMap(withChildren)]
