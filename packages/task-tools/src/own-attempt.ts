import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  CALL_LIMITS,
  CALLS_FILE,
  type CallRecord,
  TASK_FILE_VARIABLE,
  TASK_TOKEN_VARIABLE,
  type TaskCall,
  type TaskFile,
} from '@coppice/engine/domain/task-calls'

/** A call that is not possible. The message is for the agent, and says what to do. */
export class TaskToolRefused extends Error {}

/** The attempt to which a process belongs. */
export interface OwnAttempt {
  task: TaskFile
  /** Records a call. It is in the file when the function returns, so it is kept even if no server runs. @throws TaskToolRefused */
  record(call: TaskCall): void
}

/**
 * Finds the attempt of this process by its environment.
 *
 * @throws TaskToolRefused when the process belongs to no attempt, when the attempt has ended, or when the token is that of another one
 */
export function ownAttempt(env: NodeJS.ProcessEnv): OwnAttempt {
  const path = env[TASK_FILE_VARIABLE]
  const token = env[TASK_TOKEN_VARIABLE]
  if (!path || !token)
    throw new TaskToolRefused(
      `this works only within an attempt: Coppice sets ${TASK_FILE_VARIABLE} and ${TASK_TOKEN_VARIABLE} for its agents`,
    )
  const task = taskFile(path)
  if (createHash('sha256').update(token).digest('hex') !== task.tokenHash)
    throw new TaskToolRefused(
      `the token in ${TASK_TOKEN_VARIABLE} is not that of this attempt, so nothing was recorded`,
    )
  return { task, record: (call) => append(join(dirname(path), CALLS_FILE), { token, call }) }
}

function taskFile(path: string): TaskFile {
  return unlessEnded(() => JSON.parse(readFileSync(path, 'utf8')) as TaskFile)
}

function append(path: string, record: CallRecord): void {
  const calls = unlessEnded(() => readFileSync(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
  if (calls.length >= CALL_LIMITS.calls)
    throw new TaskToolRefused(
      `this attempt has recorded ${CALL_LIMITS.calls} calls, which is the limit. The call was not recorded: write the rest in your last message`,
    )
  // The file is not created, because it is removed when the attempt has ended.
  const file = unlessEnded(() => openSync(path, constants.O_WRONLY | constants.O_APPEND))
  try {
    // A kill may have cut off the line before. The line break at the beginning ends that line. Empty lines do not count.
    writeSync(file, `\n${JSON.stringify(record)}\n`)
  } finally {
    closeSync(file)
  }
}

function unlessEnded<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new TaskToolRefused('the attempt has ended, so nothing was recorded')
  }
}
