import type { Forecast } from '@coppice/engine'
import { shortRef } from '@coppice/engine/domain/naming'
import type { Isolation, RunMode, RunStatus, Strategy } from '@coppice/engine/domain/statuses'
import { isRunEnded, isTaskUnmet, TASK_STATUSES } from '@coppice/engine/domain/statuses'
import { builder, LARGEST_PAGE } from '../builder.ts'
import { connectionOf } from '../connection.ts'
import { ProgressEvent } from '../events/progress-event.ts'
import { storedEvent } from '../events/stored-event.ts'
import { localId } from '../ids.ts'
import { budgetOfRun, budgetsOfProject, nearestFirst } from '../loading/budgets.ts'
import { costGroups } from '../loading/cost-groups.ts'
import { NO_COST, usd } from '../loading/costs.ts'
import { ledgerPage } from '../loading/ledger-page.ts'
import { placeOf } from '../loading/ledger-place.ts'
import { outputMatches } from '../loading/output-matches.ts'
import { pageSize } from '../plugins/forward-pages.ts'
import { BudgetType } from './budget.ts'
import { CostForecastType } from './cost-forecast.ts'
import { CostDimensionEnum, CostGroupType, CostOrderEnum } from './cost-group.ts'
import { DeliveryType } from './delivery.ts'
import { elapsedMs } from './elapsed.ts'
import { FailedTask } from './failed-task.ts'
import { ForecastType } from './forecast.ts'
import { OutputMatchConnection, OutputMatchType } from './output-match.ts'
import { HOLD_EVENTS, holdsOf, ProviderHoldType } from './provider-hold.ts'
import { RunTaskConnection } from './run-task.ts'
import { RunningAgentType } from './running-agent.ts'
import { IsolationEnum, RunModeEnum, RunStatusEnum, StrategyEnum, TaskStatusEnum } from './statuses.ts'

/** The default number of matches of a page. */
const MATCHES = 50
const UNMET = TASK_STATUSES.filter(isTaskUnmet)

const RunNode = builder.prismaNode('Run', {
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    number: t.exposeInt('number'),
    project: t.relation('project'),
    mode: t.field({ type: RunModeEnum, select: { mode: true }, resolve: ({ mode }) => mode as RunMode }),
    status: t.field({ type: RunStatusEnum, select: { status: true }, resolve: ({ status }) => status as RunStatus }),
    statusReason: t.exposeString('statusReason', { nullable: true }),
    awaitsBudget: t.boolean({
      description:
        'Whether the run is paused because of a budget. A raise of the budget continues it: `setBudget` or `setProjectBudget`.',
      select: { status: true, awaitsBudget: true },
      resolve: ({ status, awaitsBudget }) => status === 'PAUSED' && awaitsBudget,
    }),
    resumesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When a run that waits for the budget of the next day continues by itself. `pause` holds it then. It is null for any other run.',
      select: { status: true, resumesAt: true },
      resolve: ({ status, resumesAt }) => (status === 'PAUSED' ? resumesAt : null),
    }),
    strategy: t.field({
      type: StrategyEnum,
      select: { strategy: true },
      resolve: ({ strategy }) => strategy as Strategy,
    }),
    isolation: t.field({
      type: IsolationEnum,
      select: { isolation: true },
      resolve: ({ isolation }) => isolation as Isolation,
    }),
    maxConcurrency: t.exposeInt('maxConcurrency'),
    branch: t.string({ select: { branch: true }, resolve: ({ branch }) => shortRef(branch) }),
    baseBranch: t.exposeString('baseBranch', {
      description: 'The branch from which the run starts and to which it delivers.',
    }),
    baseCommit: t.exposeString('baseCommit', {
      description: 'The tip of the base branch when the run was created.',
    }),
    startCommit: t.exposeString('startCommit', {
      nullable: true,
      description:
        'The commit from which the first batch starts: the base commit plus the undelivered work of earlier runs. It is null until the start is prepared.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    discardedAt: t.expose('discardedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the run was discarded. Later runs do not carry in its undelivered work.',
    }),
    durationMs: t.float({
      description: 'The time in milliseconds from the start of the run to its end, or to now.',
      select: { startedAt: true, finishedAt: true },
      resolve: ({ startedAt, finishedAt }, _args, { clock }) => elapsedMs(startedAt, finishedAt, clock.now()) ?? 0,
    }),
    forecast: t.field({
      type: ForecastType,
      nullable: true,
      description: 'The forecast that was made when the run was created. It is null when no forecast was possible.',
      select: { forecast: true },
      resolve: ({ forecast }) => forecast as Forecast | null,
    }),
    totalBatches: t.exposeInt('totalBatches'),
    completedBatches: t.int({
      description: 'The number of batches in which every task is COMPLETED.',
      resolve: async ({ id }, _args, { loaders }) => (await loaders.completedBatches(id)) ?? 0,
    }),
    totalTasks: t.exposeInt('totalTasks'),
    completedTasks: t.int({
      resolve: async ({ id }, _args, { loaders }) => (await loaders.tasksOfRun(id))?.COMPLETED ?? 0,
    }),
    failedTasks: t.relation('tasks', {
      type: FailedTask,
      description: 'Tasks that ended FAILED, CONFLICT, SKIPPED or CANCELLED, with the reason, in plan order.',
      args: { first: t.arg.int({ required: true, defaultValue: 100 }) },
      query: ({ first }) => ({ where: { status: { in: UNMET } }, orderBy: { position: 'asc' }, take: first }),
    }),
    batches: t.relation('batches', { query: { orderBy: { number: 'asc' } } }),
    tasks: t.relatedConnection(
      'tasks',
      {
        cursor: 'id',
        totalCount: true,
        description: 'The tasks of the run, in plan order.',
        args: {
          status: t.arg({ type: TaskStatusEnum }),
          awaitsResource: t.arg.boolean({ description: 'Whether the task waits for a resource.' }),
        },
        query: ({ status, awaitsResource }) => ({
          where: { ...(status && { status }), ...awaitedFilter(awaitsResource) },
          orderBy: { position: 'asc' },
        }),
        ...pageSize(100),
      },
      RunTaskConnection,
    ),
    issues: t.relation('issues', {
      description: 'The issues that its agents met, oldest first.',
      args: { first: t.arg.int({ required: true, defaultValue: 100 }) },
      query: ({ first }) => ({ orderBy: [{ loggedAt: 'asc' }, { id: 'asc' }], take: Math.max(0, first) }),
    }),
    agents: t.field({
      type: [RunningAgentType],
      description: 'The running agents, in plan order.',
      resolve: ({ id }, _args, { engine }) => engine.read.runningAgents(id),
    }),
    costUsd: t.float({
      description:
        'The sum of the known costs of its sessions. `unpricedSessions` counts the sessions with an unknown cost.',
      resolve: async ({ id }, _args, { loaders }) => ((await loaders.costOfRun(id)) ?? NO_COST).usd,
    }),
    expectedCost: t.field({
      type: CostForecastType,
      nullable: true,
      description:
        'What the run will have cost at its end: what it has spent, and a range for the rest. It is calculated anew with each read, and is null after the end of the run, and for more than 5,000 tasks.',
      resolve: ({ id }, _args, { engine }) => engine.read.runCost(id),
    }),
    budgetUsd: t.float({
      nullable: true,
      description: 'What the run may cost. It is null when there is no limit.',
      select: { budgetMicroUsd: true },
      resolve: ({ budgetMicroUsd }) => (budgetMicroUsd === null ? null : usd(budgetMicroUsd)),
    }),
    budget: t.field({
      type: BudgetType,
      nullable: true,
      description: 'The use of the budget of the run. It is null when there is no limit.',
      select: { budgetMicroUsd: true },
      resolve: async (run, _args, context) => (await budgetOfRun(context, run))[0] ?? null,
    }),
    budgets: t.field({
      type: [BudgetType],
      description:
        'All budgets that limit the run now: its own, that of its project, and that of the day. The one with the least money comes first.',
      select: {
        budgetMicroUsd: true,
        activeProjectId: true,
        project: { select: { id: true, budgetMicroUsd: true, dayBudgetMicroUsd: true } },
      },
      resolve: async ({ project, activeProjectId, ...run }, _args, context) => {
        const activeId = activeProjectId === null ? null : run.id
        // Both use one query for the costs of the run.
        const budgets = [budgetOfRun(context, run), budgetsOfProject(context, project, activeId)]
        return nearestFirst((await Promise.all(budgets)).flat())
      },
    }),
    unpricedSessions: t.int({
      resolve: async ({ id }, _args, { loaders }) => ((await loaders.costOfRun(id)) ?? NO_COST).unpriced,
    }),
    costs: t.field({
      type: [CostGroupType],
      description: 'What the run costs, added up by one dimension. By default, the highest cost comes first.',
      args: {
        by: t.arg({ type: CostDimensionEnum, required: true }),
        first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }),
        skip: t.arg.int({ required: true, defaultValue: 0, description: 'The number of groups before the page.' }),
        order: t.arg({ type: CostOrderEnum, required: true, defaultValue: 'HIGHEST_COST' }),
      },
      resolve: ({ id }, { by, ...page }, { prisma }) => costGroups(prisma, id, by, page),
    }),
    ledger: t.prismaField({
      type: ['LedgerEntry'],
      description:
        'The requests of the run to models, session by session: at most `first` of those after the entry with the cursor `after`. An export reads page by page. A request that an active run records later can be missing, but no request comes twice.',
      args: {
        first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }),
        after: t.arg.string(),
      },
      resolve: (query, { id }, { first, after }, { prisma }) =>
        ledgerPage(prisma, query, id, after ? placeOf(after) : null, Math.min(LARGEST_PAGE, Math.max(0, first))),
    }),
    searchOutput: t.connection(
      {
        type: OutputMatchType,
        description:
          'Searches the output of its sessions, or of some of them, for a plain text in any case. A match is an entry of the output that contains the text, however often. The matches of the tasks come in plan order.',
        select: { id: true, projectId: true },
        args: {
          text: t.arg.string({ required: true }),
          runTaskId: t.arg.id({ description: 'Only the sessions of this task.' }),
          sessionId: t.arg.id({ description: 'Only this session.' }),
        },
        resolve: (run, { text, runTaskId, sessionId, first, after }, context) =>
          outputMatches(context, run, {
            ...{ text, first: first ?? MATCHES, after: after ?? null },
            runTaskId: typeof runTaskId === 'string' ? localId('RunTask', runTaskId) : null,
            sessionId: typeof sessionId === 'string' ? localId('Session', sessionId) : null,
          }),
        ...pageSize(MATCHES),
      },
      OutputMatchConnection,
    ),
    holds: t.field({
      type: [ProviderHoldType],
      description:
        'The holds of providers of which the active run was told and that nobody has ended, also those that are over. After the end of the run there are none.',
      select: {
        status: true,
        events: { where: { type: { in: HOLD_EVENTS } }, orderBy: { sequence: 'asc' } },
      },
      resolve: ({ status, events }) => (isRunEnded(status as RunStatus) ? [] : holdsOf(events)),
    }),
    delivery: t.field({
      type: DeliveryType,
      select: {
        deliveryStatus: true,
        deliveryCommit: true,
        deliveryReason: true,
        deliveryAt: true,
        deliveryRequestedAt: true,
        deliveryTarget: true,
      },
      resolve: (run) => run,
    }),
    lastSequence: t.exposeInt('lastSequence'),
    events: t.field({
      type: [ProgressEvent],
      args: {
        first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }),
        after: t.arg.int({ required: true, defaultValue: 0 }),
      },
      select: ({ first, after }) => ({
        events: { where: { sequence: { gt: after } }, orderBy: { sequence: 'asc' }, take: first },
      }),
      resolve: ({ events }) => events.map(storedEvent),
    }),
  }),
})

export const RunConnection = connectionOf(RunNode, 'Run')

builder.queryField('run', (t) =>
  t.prismaField({
    type: 'Run',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { prisma }) =>
      prisma.run.findUnique({ ...query, where: { id: localId('Run', id) } }),
  }),
)

const awaitedFilter = (awaits: boolean | null | undefined) => {
  if (awaits === null || awaits === undefined) return {}
  return { awaitedResource: awaits ? { not: null } : null }
}
