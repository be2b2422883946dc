import {
  type DurationEstimate,
  type DurationRange,
  ESTIMATE_BASES,
  type Forecast,
  type SlotForecast,
} from '@coppice/engine'
import { builder } from '../builder.ts'
import { CostForecastType } from './cost-forecast.ts'
import { IsolationEnum, RunModeEnum, StrategyEnum } from './statuses.ts'

const DurationRangeType = builder.objectRef<DurationRange>('DurationRange').implement({
  description:
    'A range in milliseconds. For a task: one in five is shorter than `lowMs`, and one in five is longer than `highMs`. For a run: its time if every task takes its `lowMs`, its `likelyMs` or its `highMs`.',
  fields: (t) => ({
    lowMs: t.exposeFloat('lowMs'),
    likelyMs: t.exposeFloat('likelyMs'),
    highMs: t.exposeFloat('highMs'),
  }),
})

const EstimateBasisEnum = builder.enumType('EstimateBasis', {
  description:
    'The source of a duration: earlier sessions of the task, of its epic, of its kind of agent or of the project; a third of the time limit in the plan; or the default (10 min).',
  values: ESTIMATE_BASES,
})

export const DurationEstimateType = builder.objectRef<DurationEstimate>('DurationEstimate').implement({
  description: 'A range in milliseconds. One in five is shorter than `lowMs`, and one in five is longer than `highMs`.',
  fields: (t) => ({
    lowMs: t.exposeFloat('lowMs'),
    likelyMs: t.exposeFloat('likelyMs'),
    highMs: t.exposeFloat('highMs'),
    basis: t.expose('basis', { type: EstimateBasisEnum }),
  }),
})

const KnownDurations = builder.objectRef<Forecast['bases'][number]>('KnownDurations').implement({
  fields: (t) => ({
    basis: t.expose('basis', { type: EstimateBasisEnum }),
    tasks: t.exposeInt('tasks'),
  }),
})

const SlotForecastType = builder.objectRef<SlotForecast>('SlotForecast').implement({
  fields: (t) => ({
    maxConcurrency: t.exposeInt('maxConcurrency'),
    wallMs: t.expose('wallMs', { type: DurationRangeType }),
  }),
})

export const ForecastType = builder.objectRef<Forecast>('Forecast').implement({
  description:
    'How long a run is expected to take, and what it is expected to cost. The real scheduler calculates the time on a virtual clock.',
  fields: (t) => ({
    mode: t.expose('mode', { type: RunModeEnum }),
    strategy: t.expose('strategy', { type: StrategyEnum }),
    isolation: t.expose('isolation', { type: IsolationEnum }),
    maxConcurrency: t.exposeInt('maxConcurrency'),
    totalTasks: t.exposeInt('totalTasks'),
    sessions: t.exposeInt('sessions', {
      description:
        'How many tasks start an agent. The other tasks have finished work that an earlier run kept and this run merges.',
    }),
    wallMs: t.expose('wallMs', {
      type: DurationRangeType,
      description: 'The time from the start of the run to its end, including the delivery.',
    }),
    lowerBoundMs: t.expose('lowerBoundMs', {
      type: DurationRangeType,
      description: 'A lower bound: no order of the same work on this number of slots is faster.',
    }),
    slotUse: t.exposeFloat('slotUse', { description: 'The share of the slots’ time in which agents work, 0 to 1.' }),
    criticalPath: t.exposeStringList('criticalPath', {
      description: 'The longest chain of dependent tasks: their keys, from first to last.',
    }),
    criticalPathMs: t.exposeFloat('criticalPathMs', {
      description: 'The time of the agents on the critical path, without merges.',
    }),
    durations: t.field({
      type: [KnownDurations],
      description: 'The sources of the durations of the tasks, best source first.',
      resolve: ({ bases }) => [...bases],
    }),
    bySlots: t.field({
      type: [SlotForecastType],
      description:
        'The forecast of the same run with other numbers of slots, fewest first. Empty when the run is sequential.',
      resolve: ({ bySlots }) => [...bySlots],
    }),
    cost: t.field({
      type: CostForecastType,
      nullable: true,
      description: 'What the run is expected to cost. It is null when an older version made the forecast.',
      resolve: ({ cost }) => cost ?? null,
    }),
  }),
})
