import type { ShownCost } from '../../words/cost-forecast.ts'
import { dollars, plural } from '../../words/format.ts'
import type { ForecastData } from './forecast-document.ts'

type Source = NonNullable<ForecastData['cost']>['sources'][number]

const FROM: Record<Source['basis'], readonly [one: string, many: string]> = {
  TASK: ['from its own earlier runs', 'from their own earlier runs'],
  DOMAIN: ['from tasks of its domain', 'from tasks of their domain'],
  MODEL: ['from tasks with its model', 'from tasks with their model'],
  ASSUMED: ['assumed', 'assumed'],
}

/** Says from what the costs of the tasks come, in a sentence. @returns null when no cost is learned, because another sentence says so */
export function costSources({ sources }: { sources: readonly Source[] }): string | null {
  if (sources.every(({ basis }) => basis === 'ASSUMED')) return null
  const parts = sources.map(({ basis, tasks }, index) => {
    const [one, many] = FROM[basis]
    return `${index === 0 ? plural(tasks, 'task') : tasks} ${tasks === 1 ? one : many}`
  })
  return `${parts.join(', ')}.`
}

/** Says that a budget may not be enough. @param budgetUsd null when there is no budget */
export function budgetRisk({ range }: Pick<ShownCost, 'range'>, budgetUsd: number | null): string | null {
  if (budgetUsd === null || range === null || budgetUsd >= range.highUsd) return null
  const amount = dollars(budgetUsd)
  if (budgetUsd < range.lowUsd)
    return `The run will probably pause, because its budget of ${amount} is below the range.`
  if (budgetUsd < range.likelyUsd)
    return `The run may well pause, because its budget of ${amount} is below the likely cost.`
  return `The run may pause, because its budget of ${amount} is within the range.`
}
