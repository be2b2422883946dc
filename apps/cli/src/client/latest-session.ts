import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { ApiClient } from './api-client.ts'
import { findRunOrLast, type RunWish } from './find-run.ts'
import { type FoundSession, findTask } from './find-task.ts'

/**
 * Finds the running session of a task, or its last session when none is running. The server then says why it takes no message.
 * @throws CommandError when no session of the task has started
 */
export async function latestSession(api: ApiClient, key: string, wish: RunWish): Promise<FoundSession> {
  const { status, sessions } = await findTask(api, await findRunOrLast(api, wish), key)
  const session = sessions.find((one) => one.status === 'RUNNING') ?? sessions.at(-1)
  if (session) return session
  throw new CommandError(
    EXIT.failed,
    `${key} has not started yet (${status}), so no agent reads messages. To see what it waits for: coppice status`,
  )
}
