import type { PlannedRun } from '../documents/planned.ts'
import { PLANNED_RUN } from '../documents/run-snapshot.ts'
import { plannedRun } from '../fold/planned-run.ts'
import { asked, defineEvent } from './define.ts'

/** The events about a run as a whole. */
export const RUN_EVENTS = {
  RunStarted: defineEvent({
    description: 'The first event. The events `TasksPlanned` that follow list the tasks.',
    fields: { totalBatches: 'Int!', totalTasks: 'Int!', maxConcurrency: 'Int' },
    descriptions: { maxConcurrency: 'The run’s slots at its start. It is null in events of earlier versions.' },
    objects: { run: asked<PlannedRun>(PLANNED_RUN) },
    fold(run, { run: planned, totalBatches, maxConcurrency }, at) {
      const slots = maxConcurrency ?? planned.maxConcurrency
      run.change({ ...plannedRun(planned), maxConcurrency: slots, status: 'RUNNING', startedAt: at })
      for (let number = 1; number <= totalBatches; number++)
        run.addBatch({ number, status: 'PENDING', startCommit: null, startedAt: null, finishedAt: null })
    },
  }),

  RunStatusChanged: defineEvent({
    description: 'The run was paused, resumed or cancelled, or its slots changed. It has the reason.',
    fields: { runStatus: 'RunStatus!', reason: 'String', maxConcurrency: 'Int' },
    descriptions: { maxConcurrency: 'The run’s slots from then on. It is null in events of earlier versions.' },
    fold(run, { runStatus: status, reason, maxConcurrency }) {
      run.change({ status, reason, maxConcurrency: maxConcurrency ?? run.head.maxConcurrency })
    },
  }),

  ProviderHeld: defineEvent({
    description: 'No session of this provider starts before `until`.',
    fields: { provider: 'String!', until: 'DateTime!', reason: 'String' },
  }),

  UntrustedProgramFound: defineEvent({
    description:
      'The config of the repository names a program that the project does not trust, or no longer names one that it does. Coppice’s git runs only trusted programs. `foundAtTask` and `foundAtAttempt` name the attempt at whose end it was found. They are null when the run began with it.',
    // The fields are not called `taskKey` and `attempt`, because those are never null elsewhere.
    fields: {
      foundAtTask: 'String',
      foundAtAttempt: 'Int',
      key: 'String!',
      place: 'String',
      reason: 'String',
    },
    descriptions: {
      key: 'The key of the config, such as `filter.lfs.clean`.',
      place: 'The config file. It is null when the key no longer exists.',
      reason: 'What it means, and what to do.',
    },
  }),

  DeliveryFinished: defineEvent({
    description:
      'It comes before RunFinished when a run delivers automatically, and after it when a person delivers or undoes.',
    fields: { deliveryStatus: 'DeliveryStatus!', baseCommit: 'String', reason: 'String' },
    fold(run, { deliveryStatus: status, baseCommit: commit, reason }, at) {
      run.change({ delivery: { status, commit, reason, at, inProgress: false } })
    },
  }),

  RunFinished: defineEvent({
    description: 'The last event, except for deliveries by hand.',
    fields: {
      runStatus: 'RunStatus!',
      reason: 'String',
      completedTasks: 'Int!',
      failedTasks: 'Int!',
      costUsd: 'Float',
      deliveryReason: 'String',
    },
    descriptions: { deliveryReason: 'Why the delivery is still PENDING.' },
    links: ['run'],
    fold(run, { runStatus: status, reason, deliveryReason }, at) {
      const { delivery } = run.head
      run.change({
        status,
        reason,
        finishedAt: at,
        delivery: { ...delivery, reason: deliveryReason ?? delivery.reason },
      })
    },
  }),
}
