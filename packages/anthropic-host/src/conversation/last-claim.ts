import { callsOf } from './messages-of.ts'
import type { Reply } from './record.ts'

/** Returns the last claim that the model made in these replies with its task tool. @returns null when the model made none */
export function lastClaim(replies: readonly Reply[]): string | null {
  const last = replies.flatMap(callsOf).findLast(({ name }) => name === 'update_task_status')
  return (last?.input as { status?: string } | undefined)?.status ?? null
}
