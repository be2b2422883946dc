import { builder } from '../builder.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'UntrustedProgramFound'>>('UntrustedProgramFound').implement({
  description:
    'The config of the repository names a program that the project does not trust, or no longer one that it does. Git of Coppice runs what the project trusts. `foundAtTask` and `foundAtAttempt`: at whose end it was found; null where the run began with it.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    // Not `taskKey` and `attempt`: one document asks all events for theirs, which are never null.
    foundAtTask: t.string({ nullable: true, resolve: ({ data }) => data.taskKey }),
    foundAtAttempt: t.int({ nullable: true, resolve: ({ data }) => data.attempt }),
    key: t.string({
      description: 'The key of the config, such as `filter.lfs.clean`.',
      resolve: ({ data }) => data.key,
    }),
    place: t.string({
      nullable: true,
      description: 'The config file; null where the key is gone.',
      resolve: ({ data }) => data.place,
    }),
    reason: t.string({
      nullable: true,
      description: 'What it means, and what to do.',
      resolve: ({ data }) => data.reason,
    }),
  }),
})
