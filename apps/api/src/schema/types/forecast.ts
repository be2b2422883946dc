import {
  type DurationEstimate,
  type DurationRange,
  ESTIMATE_BASES,
  type Forecast,
  type SlotForecast,
} from '@coppice/engine'
import { builder } from '../builder.ts'
import { IsolationEnum, RunModeEnum, StrategyEnum } from './statuses.ts'

const DurationRangeType = builder.objectRef<DurationRange>('DurationRange').implement({
  description:
    'Milliseconds. Of a task: one in five is shorter than `lowMs`, one in five longer than `highMs`; of a run: with every task so short, so likely, so long.',
  fields: (t) => ({
    lowMs: t.exposeFloat('lowMs'),
    likelyMs: t.exposeFloat('likelyMs'),
    highMs: t.exposeFloat('highMs'),
  }),
})

const EstimateBasisEnum = builder.enumType('EstimateBasis', {
  description:
    'How a duration is known: by earlier sessions of the task, of its epic, of its kind of agent, of the project; by the time limit that the plan gives it (a third of it); or not at all (10 min).',
  values: ESTIMATE_BASES,
})

export const DurationEstimateType = builder.objectRef<DurationEstimate>('DurationEstimate').implement({
  description: 'Milliseconds: one in five is shorter than `lowMs`, one in five longer than `highMs`.',
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
  description: 'What a run is expected to take, by the scheduler that carries it out, on a virtual clock.',
  fields: (t) => ({
    mode: t.expose('mode', { type: RunModeEnum }),
    strategy: t.expose('strategy', { type: StrategyEnum }),
    isolation: t.expose('isolation', { type: IsolationEnum }),
    maxConcurrency: t.exposeInt('maxConcurrency'),
    totalTasks: t.exposeInt('totalTasks'),
    sessions: t.exposeInt('sessions', {
      description: 'Tasks for which an agent is started; the finished work of the others is kept and merged.',
    }),
    wallMs: t.expose('wallMs', {
      type: DurationRangeType,
      description: 'From the start of the run to its end, delivery included.',
    }),
    lowerBoundMs: t.expose('lowerBoundMs', {
      type: DurationRangeType,
      description: 'No order of the same work on as many slots would be faster.',
    }),
    slotUse: t.exposeFloat('slotUse', { description: '0 to 1: of the slots’ time, how much agents work.' }),
    criticalPath: t.exposeStringList('criticalPath', { description: 'Keys of tasks, first to last.' }),
    criticalPathMs: t.exposeFloat('criticalPathMs', { description: 'Of its agents alone, without merges.' }),
    durations: t.field({
      type: [KnownDurations],
      description: 'How the durations of the tasks are known, best first.',
      resolve: ({ bases }) => [...bases],
    }),
    bySlots: t.field({
      type: [SlotForecastType],
      description: 'The same run with other numbers of slots, fewest first; empty where it is sequential.',
      resolve: ({ bySlots }) => [...bySlots],
    }),
  }),
})
