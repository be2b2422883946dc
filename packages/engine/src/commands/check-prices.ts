import { modelsOf } from '../agents/models-of.ts'
import { possibleModels } from '../choosing/possible-models.ts'
import type { LearningSettings } from '../domain/learning.ts'
import type { ModelSettings } from '../domain/model-choice.ts'
import type { TaskRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { isFlatRate } from '../ports/agent-of-session.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Checks that the prices of all models are known that the plan, its policy or its tiers may give to the tasks, and of the model that learns
 * (M1). Without them, a run could exceed its budget. Models with names that only their agent uses need no price here, because the requests have
 * the names of the provider. An agent with a flat rate takes no money from a budget, so its models need no price.
 *
 * @throws InvalidInput when the price of a model is not known
 */
export function checkPrices(
  { prices, clock, agents }: Pick<CommandDeps, 'prices' | 'agents'> & { clock: Pick<CommandDeps['clock'], 'now'> },
  tasks: readonly TaskRecord[],
  models: ModelSettings,
  learning: LearningSettings | null = null,
): void {
  const now = clock.now()
  const paid = tasks.filter(({ settings }) => !isFlatRate(agents, settings.agent))
  const uses = paid.flatMap(({ key, settings }) =>
    possibleModels(settings, models, modelsOf(settings.agent, agents)).map((model) => ({ model, key })),
  )
  const byModel = Map.groupBy(uses, ({ model }) => model)
  const unknown = [...byModel].filter(([model]) => prices.priceAt(model, now) === null)
  const fields = unknown.map(([model, its]) => {
    const keys = its.slice(0, 5).map(({ key }) => key)
    const more = its.length > keys.length ? ` and ${its.length - keys.length} more` : ''
    return { path: 'budgetUsd', message: unknownPrice(model, `tasks ${keys.join(', ')}${more}`) }
  })
  if (learning !== null && prices.priceAt(learning.model, now) === null)
    fields.push({ path: 'budgetUsd', message: unknownPrice(learning.model, 'it learns from sessions') })
  if (fields.length > 0) throw new InvalidInput(fields)
}

const unknownPrice = (model: string, use: string): string =>
  `the price of ${model} is not known (${use}), so a budget cannot be kept. Add the price to prices.json in the data folder and start the server again, or start without a budget for the run, the project and the day`
