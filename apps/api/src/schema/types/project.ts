import { createHash } from 'node:crypto'
import { DEFAULT_PROJECT_SETTINGS, type ProjectSettings } from '@coppice/engine/domain/settings'
import { builder, LARGEST_PAGE } from '../builder.ts'
import { localId, localTaskIds } from '../ids.ts'
import { budgetsOfProject, nearestFirst } from '../loading/budgets.ts'
import { costGroups } from '../loading/cost-groups.ts'
import { usd } from '../loading/costs.ts'
import { pageSize } from '../plugins/forward-pages.ts'
import { FollowUpStatusEnum } from './agent-reports.ts'
import { BudgetType } from './budget.ts'
import { CostDimensionEnum, CostGroupType, CostOrderEnum } from './cost-group.ts'
import { EpicConnection } from './epic.ts'
import { DomainExpertiseType } from './expertise.ts'
import { ForecastType } from './forecast.ts'
import { KeptWorkType } from './kept-work.ts'
import { PlanPreviewType } from './plan-preview.ts'
import { ProjectDeliveryType } from './project-delivery.ts'
import { ProjectSettingsType } from './project-settings.ts'
import { RunConnection } from './run.ts'
import { IsolationEnum, RunModeEnum, StrategyEnum } from './statuses.ts'
import { TaskConnection } from './task.ts'

builder.prismaNode('Project', {
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name'),
    repositoryPath: t.exposeString('repositoryPath'),
    baseBranch: t.exposeString('baseBranch'),
    sample: t.exposeBoolean('sample', {
      description: 'True for a sample project, which Coppice created. `resetSample` creates it again.',
    }),
    planSha256: t.string({
      nullable: true,
      description:
        'The SHA-256 of the plan text that was imported last, in hexadecimal. It is null when no plan was imported.',
      select: { plans: { select: { source: true }, orderBy: { version: 'desc' }, take: 1 } },
      resolve: ({ plans: [plan] }) => (plan ? createHash('sha256').update(plan.source).digest('hex') : null),
    }),
    settings: t.field({
      type: ProjectSettingsType,
      select: { settings: true },
      resolve: ({ settings }) => ({ ...DEFAULT_PROJECT_SETTINGS, ...(settings as Partial<ProjectSettings>) }),
    }),
    epics: t.relatedConnection(
      'epics',
      {
        cursor: 'id',
        totalCount: true,
        query: { where: { archivedAt: null }, orderBy: { position: 'asc' } },
        ...pageSize(100),
      },
      EpicConnection,
    ),
    tasks: t.relatedConnection(
      'tasks',
      {
        cursor: 'id',
        totalCount: true,
        query: { where: { archivedAt: null, epic: { archivedAt: null } }, orderBy: { position: 'asc' } },
        ...pageSize(100),
      },
      TaskConnection,
    ),
    plan: t.field({
      type: PlanPreviewType,
      description: 'What a run that starts now would do: its batches and its critical path.',
      resolve: ({ id }, _args, { engine }) => engine.read.planPreview(id),
    }),
    forecast: t.field({
      type: ForecastType,
      nullable: true,
      description:
        'How long a run that starts now with these arguments would take, and what it would cost. It is null when no tasks are left to do, and for more than 5,000 tasks.',
      args: {
        mode: t.arg({ type: RunModeEnum, required: true, defaultValue: 'PARALLEL' }),
        maxConcurrency: t.arg.int({ required: true, defaultValue: 3 }),
        strategy: t.arg({ type: StrategyEnum, required: true, defaultValue: 'BATCHES' }),
        isolation: t.arg({ type: IsolationEnum, required: true, defaultValue: 'TASK' }),
        taskIds: t.arg.idList({ required: false }),
      },
      resolve: ({ id }, { taskIds, ...options }, { engine }) =>
        engine.read.forecast({ projectId: id, taskIds: localTaskIds(taskIds), ...options }),
    }),
    nextDelivery: t.field({
      type: ProjectDeliveryType,
      description: 'To which branch a run that starts now would deliver, and what prevents the delivery now.',
      resolve: ({ id }, _args, { engine }) => engine.read.projectDelivery(id),
    }),
    keptWork: t.field({
      type: [KeptWorkType],
      description: 'The kept work of the runs that have ended, newest run first.',
      args: { first: t.arg.int({ required: true, defaultValue: 100 }) },
      resolve: async ({ id }, { first }, { engine }) =>
        (await engine.read.keptWork(id)).slice(0, Math.max(0, first)).map((item) => ({ ...item, projectId: id })),
    }),
    budgetUsd: t.float({
      nullable: true,
      description: 'What all runs of the project may cost together. It is null when there is no limit.',
      select: { budgetMicroUsd: true },
      resolve: ({ budgetMicroUsd }) => (budgetMicroUsd === null ? null : usd(budgetMicroUsd)),
    }),
    dayBudgetUsd: t.float({
      nullable: true,
      description: 'What the runs of the project may cost on one day (UTC). It is null when there is no limit.',
      select: { dayBudgetMicroUsd: true },
      resolve: ({ dayBudgetMicroUsd }) => (dayBudgetMicroUsd === null ? null : usd(dayBudgetMicroUsd)),
    }),
    budgets: t.field({
      type: [BudgetType],
      description: 'The budgets of the project and their use. The one with the least money comes first.',
      select: { budgetMicroUsd: true, dayBudgetMicroUsd: true },
      resolve: async (project, _args, context) => nearestFirst(await budgetsOfProject(context, project, null)),
    }),
    costs: t.field({
      type: [CostGroupType],
      description:
        'What all runs of the project cost, added up by one dimension. By default, the highest cost comes first.',
      args: {
        by: t.arg({ type: CostDimensionEnum, required: true }),
        first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }),
        skip: t.arg.int({ required: true, defaultValue: 0, description: 'The number of groups before the page.' }),
        order: t.arg({ type: CostOrderEnum, required: true, defaultValue: 'HIGHEST_COST' }),
      },
      resolve: ({ id }, { by, ...page }, { prisma }) => costGroups(prisma, id, by, page),
    }),
    followUps: t.relation('followUps', {
      description: 'The tasks that agents proposed, newest first.',
      args: {
        first: t.arg.int({ required: true, defaultValue: 100 }),
        status: t.arg({ type: FollowUpStatusEnum }),
      },
      query: ({ first, status }) => ({
        where: status ? { status } : {},
        orderBy: { number: 'desc' },
        take: Math.max(0, first),
      }),
    }),
    expertise: t.field({
      type: [DomainExpertiseType],
      description: 'What the project has learned: all domains in their order.',
      resolve: ({ id }, _args, { engine }) => engine.read.expertise(id),
    }),
    expertiseMarkdown: t.string({
      description: 'The expertise of the project as a file that `importExpertise` reads.',
      resolve: ({ id }, _args, { engine }) => engine.read.expertiseMarkdown(id),
    }),
    activeRun: t.prismaField({
      type: 'Run',
      nullable: true,
      resolve: (query, { id }, _args, { prisma }) =>
        prisma.run.findUnique({ ...query, where: { activeProjectId: id } }),
    }),
    runs: t.relatedConnection(
      'runs',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Newest first.',
        query: { orderBy: { number: 'desc' } },
        ...pageSize(20),
      },
      RunConnection,
    ),
  }),
})

builder.queryField('project', (t) =>
  t.prismaField({
    type: 'Project',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { prisma }) =>
      prisma.project.findUnique({ ...query, where: { id: localId('Project', id) } }),
  }),
)

builder.queryField('projects', (t) =>
  t.prismaConnection(
    {
      type: 'Project',
      cursor: 'id',
      totalCount: (_root, _args, { prisma }) => prisma.project.count(),
      resolve: (query, _root, _args, { prisma }) =>
        prisma.project.findMany({ ...query, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
      ...pageSize(50),
    },
    { name: 'ProjectConnection' },
    { name: 'ProjectEdge' },
  ),
)
