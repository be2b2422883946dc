import { taskSession } from '@coppice/run-model'
import type { ApiClient } from '../client/api-client.ts'
import type { Outcome } from './outcome.ts'

const SHOWN_TASKS = 3
const SHOWN_LINES = 20

const OUTPUT = `subscription Output($sessionId: ID!) { sessionOutput(sessionId: $sessionId) { text } }`

/**
 * @param signal ends the read of a long output early
 * @returns a text for each of the first three failed tasks: the last lines that the agent printed in the last attempt of the task
 */
export async function failureOutput(api: ApiClient, { failedTasks }: Outcome, signal: AbortSignal): Promise<string[]> {
  const failed = failedTasks.filter(({ status }) => status === 'FAILED').slice(0, SHOWN_TASKS)
  const texts: string[] = []
  for (const { task } of failed) {
    const session = taskSession(task)
    if (session === undefined) continue
    const lines = await lastLines(api, session.id, signal)
    if (lines.length > 0) texts.push([`Last lines of ${task.key}, attempt ${session.attempt}:`, ...lines].join('\n  '))
  }
  return texts
}

async function lastLines(api: ApiClient, sessionId: string, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  const output = api.subscribe<{ sessionOutput: { text: string } }>(OUTPUT, { sessionId }, signal)
  for await (const { sessionOutput } of output) {
    lines.push(sessionOutput.text)
    if (lines.length > SHOWN_LINES) lines.shift()
  }
  return lines
}
