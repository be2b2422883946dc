import type { PlanDependency, TaskPhase, TaskStatus } from '@coppice/engine'
import { shortRef } from '@coppice/engine/domain/naming'
import { builder } from '../builder.ts'
import { connectionOf } from '../connection.ts'
import { NO_COST } from '../loading/costs.ts'
import { elapsedMs } from './elapsed.ts'
import { RunTaskDependency } from './run-task-dependency.ts'
import { TaskPhaseEnum, TaskStatusEnum } from './statuses.ts'
import { type Failure, TaskFailure } from './task-failure.ts'

const RunTaskNode = builder.prismaNode('RunTask', {
  description: 'A task in one run, with the text that it had when the run began.',
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString('key'),
    epicKey: t.exposeString('epicKey'),
    epicName: t.exposeString('epicName'),
    description: t.exposeString('description'),
    action: t.exposeString('action', { nullable: true }),
    agent: t.exposeString('agent'),
    task: t.relation('task'),
    run: t.relation('run'),
    batchNumber: t.int({
      select: { batch: { select: { number: true } } },
      resolve: ({ batch }) => batch.number,
    }),
    dependsOn: t.field({
      type: [RunTaskDependency],
      description: 'Only tasks of this run. Dependencies between epics are expanded to tasks.',
      select: { dependsOn: true },
      resolve: ({ dependsOn }) => dependsOn as unknown as PlanDependency[],
    }),
    status: t.field({ type: TaskStatusEnum, select: { status: true }, resolve: ({ status }) => status as TaskStatus }),
    statusReason: t.exposeString('statusReason', { nullable: true }),
    phase: t.field({
      type: TaskPhaseEnum,
      nullable: true,
      description: 'It is null before the batch has begun, while the task is held or backs off, and after its end.',
      select: { phase: true },
      resolve: ({ phase }) => phase as TaskPhase | null,
    }),
    phaseStartedAt: t.expose('phaseStartedAt', { type: 'DateTime', nullable: true }),
    scheduledFor: t.expose('scheduledFor', {
      type: 'DateTime',
      nullable: true,
      description: 'When a task that is held or backs off may start again.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    durationMs: t.float({
      nullable: true,
      select: { startedAt: true, finishedAt: true },
      resolve: ({ startedAt, finishedAt }, _args, { clock }) => elapsedMs(startedAt, finishedAt, clock.now()),
    }),
    sessions: t.relation('sessions', {
      description: 'Its sessions, oldest first: attempts and conflict sessions.',
      query: { orderBy: { number: 'asc' } },
    }),
    attempts: t.exposeInt('attempts', { description: 'How many attempts have started.' }),
    costUsd: t.float({
      resolve: async ({ id }, _args, { loaders }) => ((await loaders.costOfRunTask(id)) ?? NO_COST).usd,
    }),
    branch: t.string({
      nullable: true,
      description: 'The branch of its work, while the work is not merged or was kept.',
      select: { branch: true },
      resolve: ({ branch }) => branch && shortRef(branch),
    }),
    commit: t.exposeString('commit', {
      nullable: true,
      description: 'The merge commit. It is null unless the task is COMPLETED.',
    }),
    conflictFiles: t.stringList({
      select: { conflictFiles: true },
      resolve: ({ conflictFiles }) => conflictFiles as string[],
    }),
    lastFailure: t.field({
      type: TaskFailure,
      nullable: true,
      description: 'The latest failure. The prompt of the next attempt describes it.',
      select: { lastFailure: true },
      resolve: ({ lastFailure }) => lastFailure as Failure | null,
    }),
  }),
})

export const RunTaskConnection = connectionOf(RunTaskNode, 'RunTask')
