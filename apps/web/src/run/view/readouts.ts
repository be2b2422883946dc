import { isRunEnded } from '../../marks/statuses.ts'
import { rangeWords } from '../../words/duration-range.ts'
import { clock, dollars, NOT_KNOWN, plural, timeOfDay } from '../../words/format.ts'
import { costForecastLabel } from './cost-forecast-words.ts'
import { runElapsed } from './elapsed.ts'
import type { RunView } from './run-view.ts'
import { runSpend } from './spend.ts'

export interface Fact {
  value: string
  label: string
  /** The setting that a person can change here while the run is active. */
  edits?: 'slots' | 'budget'
}

/** The cost of the run. It counts the sessions with an unknown cost, because an unknown cost is never shown as 0 (M1). */
function costFact(view: RunView): Fact {
  const { usd, unpriced } = runSpend(view)
  const edits = isRunEnded(view.status) ? {} : ({ edits: 'budget' } as const)
  const budget = view.budgetUsd === null ? '' : ` of ${dollars(view.budgetUsd)}`
  const label = costForecastLabel(view)
  const forecast = label === null ? '' : ` · ${label}`
  if (usd === null)
    return {
      value: NOT_KNOWN,
      ...edits,
      label: `cost${unpriced > 0 ? ` of ${plural(unpriced, 'session')}` : ''}${budget && `, budget${budget.slice(3)}`}${forecast}`,
    }
  return {
    ...edits,
    value: dollars(usd),
    label: `spent${budget}${unpriced > 0 ? ` + ${plural(unpriced, 'session')} of unknown cost` : ''}${forecast}`,
  }
}

function deliveryFact(view: RunView): Fact {
  const { status, at } = view.delivery
  const label = `delivery to ${view.baseBranch}`
  if (status === 'DELIVERED')
    return { value: 'delivered', label: `to ${view.baseBranch}${at ? `, ${timeOfDay(at)}` : ''}` }
  if (status === 'PENDING' && isRunEnded(view.status)) return { value: 'not delivered', label }
  return { value: status.toLowerCase(), label }
}

function slotsFact(view: RunView): Fact {
  const slots = view.mode === 'SEQUENTIAL' ? 1 : view.maxConcurrency
  const used = view.tasks.flatMap(({ sessions }) => sessions).filter(({ status }) => status === 'RUNNING').length
  const fact: Fact = { value: `${used} of ${slots}`, label: slots === 1 ? 'slot' : 'slots' }
  return view.mode === 'PARALLEL' ? { ...fact, edits: 'slots' } : fact
}

/** Adds the forecast to a label, for example `elapsed · forecast 12–18 min`. */
const besideForecast = (label: string, { forecast }: RunView): string =>
  forecast === null ? label : `${label} · forecast ${rangeWords(forecast)}`

/** @returns the figures at the head of a run's page. @param stale the connection is lost, so values that may have changed are shown as unknown */
export function runFacts(view: RunView, now: number, stale: boolean): Fact[] {
  const ended = isRunEnded(view.status)
  const elapsed: Fact = {
    value: clock(runElapsed(view, now)),
    label: stale ? `elapsed at event ${view.lastSequence}` : besideForecast(ended ? 'took' : 'elapsed', view),
  }
  if (ended) return [elapsed, costFact(view), deliveryFact(view)]
  if (stale) return [elapsed, costFact(view), { value: NOT_KNOWN, label: `delivery to ${view.baseBranch}` }]
  const mode: Fact = {
    value: view.mode === 'SEQUENTIAL' ? 'SEQUENTIAL' : view.strategy,
    label: `isolation ${view.isolation}`,
  }
  return [elapsed, costFact(view), slotsFact(view), deliveryFact(view), mode]
}
