import { costForecastWords, missingFromRange, sureness } from '../../words/cost-forecast.ts'
import { aboutDollars } from '../../words/cost-range.ts'
import { budgetRisk, costSources } from './cost-source-words.ts'
import type { ForecastData } from './forecast-document.ts'

export interface ExpectedCostProps {
  cost: NonNullable<ForecastData['cost']>
  /** The budget that a person typed, in dollars. It is null when there is no limit. */
  budgetUsd: number | null
}

/** Shows what the run would cost, how sure that is, and whether the budget is enough. */
export function ExpectedCost({ cost, budgetUsd }: ExpectedCostProps) {
  const { range } = cost
  const isGuess = range !== null && cost.unknownTasks === 0
  const risk = budgetRisk(cost, budgetUsd)
  const notes = [sureness(cost), costSources(cost), ...missingFromRange(cost)].filter((note) => note !== null)
  return (
    <div className="mt-2 border-(--hair) border-t pt-2">
      <p className="flex justify-between gap-4">
        <span className="text-(--text-2)">Cost</span>
        <span role="status" className="font-medium">
          {isGuess && <span className="font-normal text-(--text-2)">likely {aboutDollars(range.likelyUsd)} · </span>}
          {costForecastWords(cost)}
        </span>
      </p>
      {risk !== null && <p className="mt-1 text-(--held)">{risk}</p>}
      <p className="mt-1 mb-1 text-(--text-2) text-[12px]">{notes.join(' ')}</p>
    </div>
  )
}
