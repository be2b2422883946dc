import type { PlannedRun } from '../documents/planned.ts'
import { PLANNED_RUN } from '../documents/run-snapshot.ts'
import { plannedRun } from '../fold/planned-run.ts'
import type { HoldView, RunView } from '../fold/run-view.ts'
import { asked, defineEvent } from './define.ts'

const otherHolds = ({ holds }: Pick<RunView, 'holds'>, provider: string): readonly HoldView[] =>
  holds.filter((hold) => hold.provider !== provider)

export const RUN_EVENTS = {
  RunStarted: defineEvent({
    description: 'The first event. The events `TasksPlanned` that follow list the tasks.',
    fields: { totalBatches: 'Int!', totalTasks: 'Int!', maxConcurrency: 'Int' },
    descriptions: {
      maxConcurrency: 'The number of the run’s slots at its start. It is null in events of earlier versions.',
    },
    objects: { run: asked<PlannedRun>(PLANNED_RUN) },
    fold(run, { run: planned, totalBatches, maxConcurrency }, at) {
      const slots = maxConcurrency ?? planned.maxConcurrency
      run.change({ ...plannedRun(planned), maxConcurrency: slots, status: 'RUNNING', startedAt: at })
      for (let number = 1; number <= totalBatches; number++)
        run.addBatch({ number, status: 'PENDING', startCommit: null, startedAt: null, finishedAt: null })
    },
  }),

  RunStatusChanged: defineEvent({
    description: 'The run was paused, resumed or cancelled, its number of slots changed, or it has a new reason.',
    fields: {
      runStatus: 'RunStatus!',
      reason: 'String',
      maxConcurrency: 'Int',
      awaitsBudget: 'Boolean',
      resumesAt: 'DateTime',
    },
    descriptions: {
      maxConcurrency: 'The number of the run’s slots from now on. It is null in events of earlier versions.',
      awaitsBudget:
        'Whether the run is paused because of a budget. A raise of the budget continues it. It is null in events of earlier versions.',
      resumesAt:
        'When a run that waits for the budget of the next day continues by itself. It is null for any other run.',
    },
    fold(run, { runStatus: status, reason, maxConcurrency, awaitsBudget, resumesAt }) {
      run.change({
        status,
        reason,
        maxConcurrency: maxConcurrency ?? run.head.maxConcurrency,
        awaitsBudget: awaitsBudget ?? false,
        resumesAt: resumesAt === null ? null : Date.parse(resumesAt),
      })
    },
  }),

  BudgetWarned: defineEvent({
    description: '80 % or 95 % of a budget are spent.',
    fields: { spentUsd: 'Float!', budgetUsd: 'Float!', pot: 'BudgetPot' },
    descriptions: { pot: 'It is null in events of earlier versions, which had only RUN.' },
  }),

  BudgetChanged: defineEvent({
    description: 'What the run or its project may cost was set or changed.',
    fields: { limitUsd: 'Float', pot: 'BudgetPot' },
    descriptions: {
      limitUsd: 'In dollars. It is null when there is no limit any more.',
      pot: 'It is null in events of earlier versions, which had only RUN.',
    },
    fold(run, { limitUsd, pot }) {
      if (pot === null || pot === 'RUN') run.change({ budgetUsd: limitUsd })
    },
  }),

  ProviderHeld: defineEvent({
    description: 'No session of this provider starts before `until`.',
    fields: { provider: 'String!', until: 'DateTime!', reason: 'String' },
    fold(run, { provider, until }) {
      run.change({ holds: [...otherHolds(run.head, provider), { provider, until: Date.parse(until) }] })
    },
  }),

  ProviderReleased: defineEvent({
    description:
      'A person ended the hold of this provider before its time. If the provider reports its limit again, ProviderHeld follows.',
    fields: { provider: 'String!', author: 'String' },
    descriptions: { author: 'Who ended the hold. It is null when it is not known.' },
    fold(run, { provider }) {
      run.change({ holds: otherHolds(run.head, provider) })
    },
  }),

  UntrustedProgramFound: defineEvent({
    description:
      'The config of the repository contains a program that the project does not trust, or no longer contains a program that the project trusts. Coppice’s git runs only trusted programs. `foundAtTask` and `foundAtAttempt` say at the end of which attempt this was found. They are null if it was found before the first attempt.',
    // The fields are not called `taskKey` and `attempt`, because in other events those are never null.
    fields: {
      foundAtTask: 'String',
      foundAtAttempt: 'Int',
      key: 'String!',
      place: 'String',
      reason: 'String',
    },
    descriptions: {
      key: 'The key in the config, such as `filter.lfs.clean`.',
      place: 'The config file. It is null when no config file has the key any more.',
      reason: 'What this means, and what to do.',
    },
  }),

  DeliveryFinished: defineEvent({
    description:
      'A delivery has ended. This event is before RunFinished when a run delivers automatically, and after RunFinished when a person delivers or undoes a delivery.',
    fields: { deliveryStatus: 'DeliveryStatus!', baseCommit: 'String', reason: 'String' },
    fold(run, { deliveryStatus: status, baseCommit: commit, reason }, at) {
      // When a request to undo a delivery is refused, only the reason changes. The time of the delivery stays.
      const { delivery } = run.head
      const stays = status === 'DELIVERED' && delivery.status === 'DELIVERED'
      run.change({ delivery: { status, commit, reason, at: stays ? delivery.at : at, inProgress: false } })
    },
  }),

  RunFinished: defineEvent({
    description: 'The run has ended. Only deliveries that a person requests add events after this one.',
    fields: {
      runStatus: 'RunStatus!',
      reason: 'String',
      completedTasks: 'Int!',
      failedTasks: 'Int!',
      costUsd: 'Float',
      deliveryReason: 'String',
    },
    descriptions: { deliveryReason: 'Why the delivery is still PENDING. It is null when there is no such reason.' },
    links: ['run'],
    fold(run, { runStatus: status, reason, deliveryReason }, at) {
      const { delivery } = run.head
      run.change({
        status,
        reason,
        finishedAt: at,
        awaitsBudget: false,
        resumesAt: null,
        holds: [],
        delivery: { ...delivery, reason: deliveryReason ?? delivery.reason },
      })
    },
  }),
}
