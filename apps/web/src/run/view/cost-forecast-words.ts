import { isRunEnded } from '../../marks/statuses.ts'
import { costForecastWords } from '../../words/cost-forecast.ts'
import { aboutDollars, costRangeWords } from '../../words/cost-range.ts'
import { dollars } from '../../words/format.ts'
import type { RunView, TaskView } from './run-view.ts'
import { runSpend, tasksSpend } from './spend.ts'

/** Names the forecast of the cost beside a figure, for example `forecast $1.20–2.90`. @returns null without a range */
export function costForecastLabel({ costForecast }: Pick<RunView, 'costForecast'>): string | null {
  return costForecast?.range ? `forecast ${costForecastWords(costForecast)}` : null
}

/**
 * Compares the forecast of a run's cost with what it cost, in a sentence.
 *
 * @returns null before the end, without a range, when no cost is known, and when the run was cancelled: such a run ended early
 */
export function costAgainstForecast(view: RunView): string | null {
  const range = view.costForecast?.range ?? null
  const { usd } = runSpend(view)
  if (range === null || usd === null || !isRunEnded(view.status) || view.status === 'CANCELLED') return null
  const words = costRangeWords(range)
  const verdict =
    usd > range.highUsd
      ? `${aboutDollars(usd - range.highUsd)} more than its forecast of`
      : usd < range.lowUsd
        ? `${aboutDollars(range.lowUsd - usd)} less than its forecast of`
        : 'as forecast:'
  // A cost that is only partly known can be compared in one direction.
  const hasUnknown = tasksSpend(view.tasks.filter((task) => isCounted(view, task))).unpriced > 0
  if (hasUnknown && usd <= range.highUsd) return `Cost more than ${dollars(usd)}; forecast ${words}`
  return `Cost ${hasUnknown ? 'more than ' : ''}${dollars(usd)}, ${verdict} ${words}`
}

/** A plain command reports no cost, and the forecast has left it out. So it does not make the cost of the run unknown. */
const isCounted = ({ costForecast }: RunView, { agent }: TaskView): boolean =>
  agent !== 'command' || costForecast?.uncountedTasks === 0
