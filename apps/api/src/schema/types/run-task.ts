import type { Clash, PlanDependency, TaskPhase, TaskSettings, TaskStatus } from '@coppice/engine'
import { shortRef } from '@coppice/engine/domain/naming'
import { builder } from '../builder.ts'
import { connectionOf } from '../connection.ts'
import { NO_COST } from '../loading/costs.ts'
import { elapsedMs } from './elapsed.ts'
import { RunTaskDependency } from './run-task-dependency.ts'
import { TaskPhaseEnum, TaskStatusEnum } from './statuses.ts'
import { TaskConflictType } from './task-conflict.ts'
import { type Failure, TaskFailure } from './task-failure.ts'

const TaskClash = builder.objectRef<Clash>('TaskClash').implement({
  description: 'Another task whose work conflicts with the work of a task.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The key of the other task.' }),
    files: t.exposeStringList('files', { description: 'The files in conflict.' }),
  }),
})

const RunTaskNode = builder.prismaNode('RunTask', {
  description: 'A task in one run. Its text is that of the plan when the run began.',
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
      description:
        'Dependencies on tasks of this run. Dependencies between epics are replaced by those between their tasks.',
      select: { dependsOn: true },
      resolve: ({ dependsOn }) => dependsOn as unknown as PlanDependency[],
    }),
    status: t.field({ type: TaskStatusEnum, select: { status: true }, resolve: ({ status }) => status as TaskStatus }),
    statusReason: t.exposeString('statusReason', { nullable: true }),
    phase: t.field({
      type: TaskPhaseEnum,
      nullable: true,
      description: 'It is null before the batch has begun, during a hold or a back-off, and after the task has ended.',
      select: { phase: true },
      resolve: ({ phase }) => phase as TaskPhase | null,
    }),
    phaseStartedAt: t.expose('phaseStartedAt', { type: 'DateTime', nullable: true }),
    scheduledFor: t.expose('scheduledFor', {
      type: 'DateTime',
      nullable: true,
      description: 'When the next attempt may start, during a hold or a back-off.',
    }),
    uses: t.stringList({
      description: 'The resources of the project that the task holds while its agent runs.',
      select: { settings: true },
      resolve: ({ settings }) => (settings as Partial<TaskSettings>).uses ?? [],
    }),
    awaitedResource: t.exposeString('awaitedResource', {
      nullable: true,
      description: 'The resource for which the task waits although it could start otherwise.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    durationMs: t.float({
      nullable: true,
      select: { startedAt: true, finishedAt: true },
      resolve: ({ startedAt, finishedAt }, _args, { clock }) => elapsedMs(startedAt, finishedAt, clock.now()),
    }),
    sessions: t.relation('sessions', {
      description: 'The sessions of the task, oldest first: attempts and conflict sessions.',
      query: { orderBy: { number: 'asc' } },
    }),
    issues: t.relation('issues', {
      description: 'The issues that the agents of the task met, oldest first.',
      query: { orderBy: [{ loggedAt: 'asc' }, { id: 'asc' }] },
    }),
    followUps: t.relation('followUps', {
      description: 'The tasks that the agents of the task proposed, oldest first.',
      query: { orderBy: { number: 'asc' } },
    }),
    attempts: t.exposeInt('attempts', { description: 'How many attempts have started.' }),
    costUsd: t.float({
      resolve: async ({ id }, _args, { loaders }) => ((await loaders.costOfRunTask(id)) ?? NO_COST).usd,
    }),
    branch: t.string({
      nullable: true,
      description: 'The branch with the work of the task. It is null when all work was merged.',
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
    conflict: t.field({
      type: TaskConflictType,
      nullable: true,
      description: 'Both sides of the conflict of the task. Git compares them, so ask for it only where it is shown.',
      select: { id: true },
      resolve: async ({ id }, _args, { engine }) => {
        const conflict = await engine.read.taskConflict(id)
        return conflict && { ...conflict, runTaskId: id }
      },
    }),
    clashes: t.field({
      type: [TaskClash],
      description:
        'The tasks whose work conflicts with that of this task, as far as it is known. An ended task has none.',
      select: { clashes: true },
      resolve: ({ clashes }) => clashes as unknown as Clash[],
    }),
    lastFailure: t.field({
      type: TaskFailure,
      nullable: true,
      description: 'The latest failure. The prompt of the next attempt contains it.',
      select: { lastFailure: true },
      resolve: ({ lastFailure }) => lastFailure as Failure | null,
    }),
  }),
})

export const RunTaskConnection = connectionOf(RunTaskNode, 'RunTask')
