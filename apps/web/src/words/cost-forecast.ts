import { costRangeWords } from './cost-range.ts'
import { NOT_KNOWN, plural } from './format.ts'

/** The expected cost of a run, as far as words need it. */
export interface ShownCost {
  /** In dollars. It is null when no task has a known cost to expect. */
  range: { lowUsd: number; likelyUsd: number; highUsd: number } | null
  earlierSessions: number
  uncountedTasks: number
  flatRateTasks: number
  unknownTasks: number
}

/** The forecast in a few words. An unknown cost is unknown, and a cost that is not counted is not 0 (M1). */
export function costForecastWords({ range, unknownTasks, flatRateTasks }: ShownCost): string {
  if (range === null) return unknownTasks > 0 ? NOT_KNOWN : flatRateTasks > 0 ? 'flat rate' : 'not counted'
  return unknownTasks > 0 ? `more than ${costRangeWords(range)}` : costRangeWords(range)
}

/** Says which tasks are not in the range, in sentences. The list is empty when all are. */
export function missingFromRange({ uncountedTasks, flatRateTasks, unknownTasks }: ShownCost): string[] {
  const are = (tasks: number) => plural(tasks, 'task is', 'tasks are')
  return [
    ...(unknownTasks > 0
      ? [`${are(unknownTasks)} not in it, because the price of the model or the use of the agent is unknown.`]
      : []),
    ...(flatRateTasks > 0 ? [`${are(flatRateTasks)} not in it, because the agent has a flat rate.`] : []),
    ...(uncountedTasks > 0 ? [`${are(uncountedTasks)} not counted, because a plain command reports no cost.`] : []),
  ]
}

/** Says how sure the range is, and from how many sessions it comes. */
export function sureness({ range, earlierSessions }: ShownCost): string | null {
  if (range === null || range.highUsd === 0) return null
  return earlierSessions === 0
    ? 'No earlier sessions; the cost is assumed from the prices of the models, and may be far off.'
    : `From ${plural(earlierSessions, 'earlier session')}. About three in five runs end within the range.`
}
