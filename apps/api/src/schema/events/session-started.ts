import { builder } from '../builder.ts'
import { globalId } from '../ids.ts'
import { SessionKindEnum } from '../types/statuses.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'SessionStarted'>>('SessionStarted').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    sessionId: t.id({ resolve: ({ data }) => globalId('Session', data.sessionId) }),
    sessionKind: t.field({ type: SessionKindEnum, resolve: ({ data }) => data.sessionKind }),
    attempt: t.int({ resolve: ({ data }) => data.attempt }),
    agent: t.string({ resolve: ({ data }) => data.agent }),
    model: t.string({ nullable: true, resolve: ({ data }) => data.model }),
    number: t.int({
      nullable: true,
      description: 'Counts from 1 within the project. Like commit and path, null in what an earlier version wrote.',
      resolve: ({ data }) => data.number,
    }),
    startCommit: t.string({
      nullable: true,
      description: 'The commit from which its worktree starts.',
      resolve: ({ data }) => data.startCommit,
    }),
    worktreePath: t.string({ nullable: true, resolve: ({ data }) => data.worktreePath }),
  }),
})
