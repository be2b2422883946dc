import { randomBytes } from 'node:crypto'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import { CALLS_FILE, TASK_FILE, TASK_FILE_VARIABLE, TASK_TOKEN_VARIABLE, type TaskFile } from '../domain/task-calls.ts'
import { hashOfToken } from '../hosts/journal/task-facts.ts'
import type { AttemptParts } from './attempt-parts.ts'

/**
 * Writes the files of the task tools of an attempt, with a new token (ADR 0077).
 *
 * @returns the variables by which the tools find their attempt. The token has the form of Coppice's tokens, so it is redacted everywhere (A2)
 */
export async function taskToolVariables(
  { hosts }: Pick<AttemptParts, 'hosts'>,
  { sessionId, attempt, sheet }: AttemptOrder,
): Promise<Record<string, string>> {
  if (sheet === null) return {}
  const token = `cop_${randomBytes(32).toString('base64url')}`
  const file: TaskFile = { tokenHash: hashOfToken(token), attempt, sheet }
  await hosts.provide(sessionId, CALLS_FILE, '')
  return {
    [TASK_FILE_VARIABLE]: await hosts.provide(sessionId, TASK_FILE, JSON.stringify(file)),
    [TASK_TOKEN_VARIABLE]: token,
  }
}
