import { count, dollars } from '../../words/format.ts'
import type { SessionView } from '../view/run-view.ts'
import type { Activity } from './use-activity.ts'

/**
 * Describes what the agent of a session has used so far, for example `12,400 tokens, $0.42`. An unknown value is left out (M1).
 * @returns an empty text when nothing is known, and when `activity` is about another session of the task
 */
export function usageWords(
  activity: ReadonlyMap<string, Activity>,
  taskKey: string,
  session: Pick<SessionView, 'id'> | null | undefined,
): string {
  const agent = activity.get(taskKey)
  if (!session || agent?.sessionId !== session.id) return ''
  const { inputTokens, outputTokens, costUsd } = agent.usage
  const words: string[] = []
  if (inputTokens !== null || outputTokens !== null)
    words.push(`${count((inputTokens ?? 0) + (outputTokens ?? 0))} tokens`)
  if (costUsd !== null) words.push(dollars(costUsd))
  return words.join(', ')
}
