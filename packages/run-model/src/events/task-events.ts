import type { PlannedTask } from '../documents/planned.ts'
import { PLANNED_TASK } from '../documents/run-snapshot.ts'
import type { ClashView, TaskView } from '../fold/run-view.ts'
import { plannedTask } from '../fold/tasks.ts'
import { isTaskEnded } from '../statuses.ts'
import { asked, defineEvent } from './define.ts'

/** The events about a task. Those that report its status are in `task-status-events.ts`. */
export const TASK_EVENTS = {
  TasksPlanned: defineEvent({
    description:
      'Some of the run’s tasks, in plan order, as they were when the run was created. The first event is RunStarted. Then events of this type follow until they contain all tasks.',
    fields: { taskCount: 'Int!' },
    objects: { tasks: asked<readonly PlannedTask[]>(PLANNED_TASK) },
    fold(run, { tasks }) {
      for (const task of tasks) {
        run.addTask(plannedTask(task))
        run.addEpic(task.epicKey, task.epicName)
      }
    },
  }),

  KeptWorkFound: defineEvent({
    description:
      'The run has found finished work of this task that an earlier run did not merge. The run merges this work first.',
    fields: { taskKey: 'String!', branch: 'String', failureOutput: 'String' },
    descriptions: { failureOutput: 'The end of the output of the last failed attempt in the earlier run.' },
    links: ['task'],
    fold(run, { taskKey, branch, failureOutput }) {
      run.changeTask(taskKey, () => ({ branch, failureOutput }))
    },
  }),

  TaskStarted: defineEvent({
    description: 'An attempt has begun. The task is RUNNING.',
    fields: {
      taskKey: 'String!',
      epicKey: 'String!',
      batchNumber: 'Int!',
      attempt: 'Int!',
      agent: 'String!',
      model: 'String',
      sessionId: 'ID!',
      branch: 'String',
    },
    descriptions: {
      branch: 'The branch with the task’s work until the work is merged. It is null in events of earlier versions.',
    },
    links: ['task'],
    fold(run, { taskKey, epicKey, batchNumber, attempt, agent, branch }, at) {
      run.addEpic(epicKey, epicKey)
      run.changeTask(taskKey, (task) => ({
        ...{ epicKey, batchNumber, agent },
        status: 'RUNNING',
        reason: null,
        scheduledFor: null,
        awaitedResource: null,
        attempts: Math.max(task.attempts, attempt),
        branch: branch ?? task.branch,
        conflictFiles: [],
        phase: 'SETUP',
        phaseStartedAt: at,
        startedAt: task.startedAt ?? at,
        finishedAt: null,
      }))
    },
  }),

  AwaitedResourceChanged: defineEvent({
    description:
      'A task could start, but other tasks hold a resource that it uses. `resource` is null when the task no longer waits for a resource. A task that starts, ends or waits for something else waits for no resource, without an event of this type.',
    fields: { taskKey: 'String!', resource: 'String' },
    links: ['task'],
    fold(run, { taskKey, resource: awaitedResource }) {
      run.changeTask(taskKey, () => ({ awaitedResource }))
    },
  }),

  TaskPhaseChanged: defineEvent({
    description: 'A task has entered another phase, such as AGENT or VERIFY.',
    fields: { taskKey: 'String!', attempt: 'Int!', phase: 'TaskPhase!' },
    fold(run, { taskKey, phase }, phaseStartedAt) {
      run.changeTask(taskKey, () => ({ phase, phaseStartedAt }))
    },
  }),

  TaskMerged: defineEvent({
    description: 'The work of a task has been merged into the run’s branch. `commit` is the merge commit.',
    fields: { taskKey: 'String!', commit: 'String!' },
    links: ['task'],
    fold(run, { taskKey, commit }) {
      run.changeTask(taskKey, () => ({ commit }))
    },
  }),

  MergeConflicted: defineEvent({
    description: 'The work of a task could not be merged into the run’s branch. `files` are the files in conflict.',
    fields: { taskKey: 'String!', files: '[String!]!' },
    links: ['task'],
    fold(run, { taskKey, files: conflictFiles }) {
      run.changeTask(taskKey, () => ({ conflictFiles }))
    },
  }),

  ClashForeseen: defineEvent({
    description:
      'The work of a task conflicts with the work of the task `otherKey`, which is merged or will be. `files` are the files in conflict.',
    fields: { taskKey: 'String!', otherKey: 'String!', files: '[String!]!' },
    links: ['task'],
    fold(run, { taskKey, otherKey, files }) {
      run.changeTask(taskKey, (task) => withClash(task, { key: otherKey, files }))
      run.changeTask(otherKey, (task) => withClash(task, { key: taskKey, files }))
    },
  }),

  VerificationFailed: defineEvent({
    description:
      'A `verify` command has failed on the merged work of a task, so the run’s branch does not contain this work.',
    descriptions: { output: 'The end of the output of the command.' },
    fields: { taskKey: 'String!', output: 'String!' },
    links: ['task'],
    fold(run, { taskKey, output: failureOutput }) {
      run.changeTask(taskKey, () => ({ failureOutput }))
    },
  }),
}

/** Adds a clash to a task that has not ended, in place of an earlier one with the same task. */
const withClash = ({ status, clashes }: TaskView, clash: ClashView): Partial<TaskView> =>
  isTaskEnded(status) ? {} : { clashes: [...clashes.filter(({ key }) => key !== clash.key), clash] }
