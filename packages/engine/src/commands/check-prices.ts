import type { TaskRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Checks that the prices of all models that the tasks name are known (M1). Without them, a run could exceed its budget. If
 * a task names no model, the price is checked before a session of the task starts.
 *
 * @throws InvalidInput when the price of a model is not known
 */
export function checkPrices({ prices, clock }: CommandDeps, tasks: readonly TaskRecord[]): void {
  const now = clock.now()
  const unknown = tasks.filter(({ settings: { model } }) => model !== null && prices.priceAt(model, now) === null)
  const byModel = Map.groupBy(unknown, ({ settings }) => settings.model ?? '')
  const fields = [...byModel].map(([model, its]) => {
    const keys = its.slice(0, 5).map(({ key }) => key)
    const more = its.length > keys.length ? ` and ${its.length - keys.length} more` : ''
    const message = `the price of ${model} is not known (tasks ${keys.join(', ')}${more}), so a budget cannot be kept. Add the price to prices.json in the data folder and start the server again, or start without a budget for the run, the project and the day`
    return { path: 'budgetUsd', message }
  })
  if (fields.length > 0) throw new InvalidInput(fields)
}
