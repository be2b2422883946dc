import { defineEvent } from './define.ts'

export const BATCH_EVENTS = {
  BatchStarted: defineEvent({
    description: 'A batch has begun, or has begun again because a person retried one of its tasks.',
    fields: { batchNumber: 'Int!', totalBatches: 'Int!', taskCount: 'Int!', startCommit: 'String' },
    descriptions: { startCommit: 'The tip of the run’s branch when the batch began for the first time.' },
    fold(run, { batchNumber, startCommit }, at) {
      run.changeBatch(batchNumber, (batch) => ({
        status: 'RUNNING',
        startCommit: startCommit ?? batch.startCommit,
        startedAt: batch.startedAt ?? at,
        finishedAt: null,
      }))
    },
  }),

  BatchFinished: defineEvent({
    description: 'All tasks of a batch have ended.',
    fields: {
      batchNumber: 'Int!',
      batchStatus: 'BatchStatus!',
      completed: 'Int!',
      failed: 'Int!',
      skipped: 'Int!',
      cancelled: 'Int!',
      costUsd: 'Float',
    },
    links: ['batch'],
    fold(run, { batchNumber, batchStatus: status }, finishedAt) {
      run.changeBatch(batchNumber, () => ({ status, finishedAt }))
    },
  }),
}
