import { COST_BASES, type CostForecast, type CostRange } from '@coppice/engine'
import { builder } from '../builder.ts'
import { usd } from '../loading/costs.ts'

const CostRangeType = builder.objectRef<CostRange>('CostRange').implement({
  description:
    'A range in dollars. The cost is below `lowUsd` in about one of five cases, and above `highUsd` in about one of five.',
  fields: (t) => ({
    lowUsd: t.float({ resolve: ({ lowMicroUsd }) => usd(lowMicroUsd) }),
    likelyUsd: t.float({ description: 'The expected cost.', resolve: ({ likelyMicroUsd }) => usd(likelyMicroUsd) }),
    highUsd: t.float({ resolve: ({ highMicroUsd }) => usd(highMicroUsd) }),
  }),
})

const CostBasisEnum = builder.enumType('CostBasis', {
  description:
    'The source of the expected cost of a task. TASK: earlier runs of the task with the same model. DOMAIN: earlier tasks of its domain with this model. MODEL: all earlier tasks with this model. ASSUMED: a usual number of tokens at the price of the model.',
  values: COST_BASES,
})

const CostSource = builder.objectRef<CostForecast['bases'][number]>('CostSource').implement({
  fields: (t) => ({
    basis: t.expose('basis', { type: CostBasisEnum }),
    tasks: t.exposeInt('tasks'),
  }),
})

export const CostForecastType = builder.objectRef<CostForecast>('CostForecast').implement({
  description:
    'What a run is expected to cost: all attempts, conflict sessions and learning. An unknown cost is in no range.',
  fields: (t) => ({
    range: t.expose('range', {
      type: CostRangeType,
      nullable: true,
      description: 'It is null when no task has a known cost to expect.',
    }),
    sources: t.field({
      type: [CostSource],
      description: 'The sources of the costs of the tasks in the range, best source first.',
      resolve: ({ bases }) => [...bases],
    }),
    earlierSessions: t.exposeInt('earlierSessions', {
      description: 'The number of earlier sessions from which the range comes.',
    }),
    uncountedTasks: t.exposeInt('uncountedTasks', {
      description:
        'Tasks that are not in the range, because their agents report no use of models, such as a plain command.',
    }),
    flatRateTasks: t.int({
      description: 'Tasks that are not in the range, because their agents have a flat rate.',
      resolve: ({ flatRateTasks }) => flatRateTasks ?? 0,
    }),
    unknownTasks: t.exposeInt('unknownTasks', {
      description:
        'Tasks that are not in the range, because the price of their model or the use of their agent is unknown.',
    }),
  }),
})
