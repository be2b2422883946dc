import type { TaskToolName } from '@coppice/engine/domain/task-calls'
import { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  coppice task show
  coppice task issue "The test of the parser is flaky" --details "It fails 1 time of 20"
  coppice task follow-up "Remove the old parser" --depends-on parser
  coppice task status done

It works within an attempt, also without a server. Exit codes: 0 recorded, 1 refused, 2 wrong use`

/** The task tools for agents that are commands. Each subcommand is one of the tools of `@coppice/task-tools`. */
export function taskCommand(io: Io, exit: Exit): Command {
  const run = async (tool: TaskToolName, input: object) => {
    const { callTaskTool } = await import('./call-task-tool.ts')
    exit(callTaskTool(io, tool, input))
  }
  return new Command('task')
    .description('for agents: show your task, log an issue, propose a follow-up')
    .addHelpText('after', EXAMPLES)
    .addCommand(new Command('show').description('print your task as JSON').action(() => run('get_task', {})))
    .addCommand(
      new Command('dependencies')
        .description('print what your task depends on, as JSON')
        .action(() => run('list_dependencies', {})),
    )
    .addCommand(
      new Command('expertise')
        .description('print what the project has learned for your task')
        .action(() => run('get_expertise', {})),
    )
    .addCommand(
      new Command('issue')
        .description('log an issue that people should know')
        .argument('<title>', 'the issue in one line')
        .option('--details <text>', 'where it is and what you did about it (default: none)')
        .action((title: string, { details }: { details?: string }) => run('log_issue', { title, details })),
    )
    .addCommand(
      new Command('follow-up')
        .description('propose another task')
        .argument('<title>', 'the task in one line')
        .option('--description <text>', 'what to do, and why (default: none)')
        .option('--epic <key>', 'the epic (default: that of your task)')
        .option('--depends-on <keys...>', 'the tasks that must be done before (default: none)')
        .action(
          (title: string, { dependsOn, ...more }: { dependsOn?: string[]; description?: string; epic?: string }) =>
            run('add_follow_up', { title, depends_on: dependsOn, ...more }),
        ),
    )
    .addCommand(
      new Command('status')
        .description('say whether your task is done')
        .argument('<status>', 'done, incomplete or no-change-needed')
        .option('--note <text>', 'what is missing, or why no change is needed (default: none)')
        .action((status: string, { note }: { note?: string }) => run('update_task_status', { status, note })),
    )
}
