import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SessionFact } from '../../domain/session-facts.ts'
import { CALL_LIMITS, readCall, type TaskCall, type TaskFile } from '../../domain/task-calls.ts'

/**
 * The number of reports of a session from which on calls are ignored (R4). The tools stop much earlier, so only an agent that writes the
 * file of calls itself reaches this number.
 */
const MAX_REPORTS = 4 * CALL_LIMITS.calls

export type FactsOfCall = (line: string, reports: number) => readonly SessionFact[]

/**
 * Returns the function that converts a line of a session's file of calls to facts. It ignores a line that is no call, such as one that a
 * kill cut off, and a line without the token of the attempt.
 *
 * @param taskFile the path of the session's task file
 */
export function callTranslator(taskFile: string): FactsOfCall {
  let tokenHash: string | null = null
  return (line, reports) => {
    const record = readCall(line)
    if (record === null || reports >= MAX_REPORTS) return []
    tokenHash ??= tokenHashIn(taskFile)
    return hashOfToken(record.token) === tokenHash ? [factOf(record.call)] : []
  }
}

/** @returns null when the file cannot be read. An agent can remove or change it, and must not stop the reader by this */
function tokenHashIn(taskFile: string): string | null {
  try {
    return (JSON.parse(readFileSync(taskFile, 'utf8')) as TaskFile).tokenHash
  } catch {
    return null
  }
}

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

function factOf(call: TaskCall): SessionFact {
  switch (call.type) {
    case 'status':
      return { type: 'Claimed', claim: call.claim, text: call.text }
    case 'issue':
      return { type: 'IssueLogged', title: call.title, text: call.text }
    case 'follow-up': {
      const { title, text, epic, dependsOn } = call
      return { type: 'FollowUpProposed', title, text, epic, dependsOn }
    }
  }
}
