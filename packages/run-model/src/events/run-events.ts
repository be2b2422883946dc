import type { PlannedRun } from '../documents/planned.ts'
import { PLANNED_RUN } from '../documents/run-snapshot.ts'
import { plannedRun } from '../fold/planned-run.ts'
import { asked, defineEvent } from './define.ts'

/** The events about a run as a whole. */
export const RUN_EVENTS = {
  RunStarted: defineEvent({
    description: 'The first event. The events `TasksPlanned` that follow tell the tasks.',
    fields: { totalBatches: 'Int!', totalTasks: 'Int!', maxConcurrency: 'Int' },
    descriptions: { maxConcurrency: 'The run’s slots at its start. Null in what an earlier version wrote.' },
    objects: { run: asked<PlannedRun>(PLANNED_RUN) },
    fold(run, { run: planned, totalBatches, maxConcurrency }, at) {
      const slots = maxConcurrency ?? planned.maxConcurrency
      run.change({ ...plannedRun(planned), maxConcurrency: slots, status: 'RUNNING', startedAt: at })
      for (let number = 1; number <= totalBatches; number++)
        run.addBatch({ number, status: 'PENDING', startCommit: null, startedAt: null, finishedAt: null })
    },
  }),

  RunStatusChanged: defineEvent({
    description: 'Paused, resumed, cancelling, or with other slots; with the reason.',
    fields: { runStatus: 'RunStatus!', reason: 'String', maxConcurrency: 'Int' },
    descriptions: { maxConcurrency: 'The run’s slots from then on. Null in what an earlier version wrote.' },
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
      'The config of the repository names a program that the project does not trust, or no longer one that it does. Git of Coppice runs what the project trusts. `foundAtTask` and `foundAtAttempt`: at whose end it was found; null where the run began with it.',
    // Not `taskKey` and `attempt`, which are never null elsewhere.
    fields: {
      foundAtTask: 'String',
      foundAtAttempt: 'Int',
      key: 'String!',
      place: 'String',
      reason: 'String',
    },
    descriptions: {
      key: 'The key of the config, such as `filter.lfs.clean`.',
      place: 'The config file; null where the key is gone.',
      reason: 'What it means, and what to do.',
    },
  }),

  DeliveryFinished: defineEvent({
    description: 'Before RunFinished when a run delivers by itself; after it when a person delivers or undoes.',
    fields: { deliveryStatus: 'DeliveryStatus!', baseCommit: 'String', reason: 'String' },
    fold(run, { deliveryStatus: status, baseCommit: commit, reason }, at) {
      run.change({ delivery: { status, commit, reason, at, inProgress: false } })
    },
  }),

  RunFinished: defineEvent({
    description: 'The last event, but for deliveries by hand.',
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
