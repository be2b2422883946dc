import type { TaskToolName } from '@coppice/engine/domain/task-calls'
import { InvalidTaskInput, ownAttempt, runTaskTool, TaskToolRefused } from '@coppice/task-tools'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { processEnvironment } from '../settings/environment.ts'

/** Calls a task tool for the attempt in which this process runs, and prints its answer. */
export function callTaskTool(io: Io, tool: TaskToolName, input: object): ExitCode {
  try {
    io.out(runTaskTool(ownAttempt(processEnvironment), tool, input))
    return EXIT.done
  } catch (error) {
    if (error instanceof TaskToolRefused) throw new CommandError(EXIT.failed, error.message)
    if (error instanceof InvalidTaskInput) throw new CommandError(EXIT.usage, error.message)
    throw error
  }
}
