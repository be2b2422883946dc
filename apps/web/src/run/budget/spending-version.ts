import type { Activity } from '../live/use-activity.ts'
import type { RunView } from '../view/run-view.ts'

/**
 * Returns a text that changes when the costs that a page shows may have changed: with each event, with what a running agent has used, and with
 * the budget that a person has just set.
 */
export const costVersion = (
  view: Pick<RunView, 'lastSequence' | 'budgetUsd' | 'status'>,
  activity: ReadonlyMap<string, Pick<Activity, 'sessionId' | 'usage'>>,
): string => `${view.budgetUsd} ${view.status} ${spendingVersion(view, activity, true)}`

/**
 * Returns a text that changes when the money of the budgets may have changed: with each event, and with what a running agent has used. When no
 * budget limits the run, it changes only with the run's own budget and with a pause, because a new budget of the project can pause the run. Events
 * contain all other costs.
 */
export function spendingVersion(
  { lastSequence, budgetUsd, status }: Pick<RunView, 'lastSequence' | 'budgetUsd' | 'status'>,
  activity: ReadonlyMap<string, Pick<Activity, 'sessionId' | 'usage'>>,
  isLimited: boolean,
): string {
  if (!isLimited) return `${budgetUsd} ${status === 'PAUSED'}`
  const used = [...activity.values()].map(
    ({ sessionId, usage }) => `${sessionId} ${usage.inputTokens} ${usage.outputTokens}`,
  )
  return [lastSequence, ...used].join(' ')
}
