import { count, dollars } from '../../words/format.ts'
import type { SessionView } from '../view/run-view.ts'
import type { Activity } from './use-activity.ts'

/**
 * Such as `12,400 tokens, $0.42`, for the session of a running agent. Data about another session of the task is not used.
 *
 * @returns an empty text when the agent reports no usage; an unknown value is never shown as 0 (M1)
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
