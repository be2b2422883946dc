import { builder } from '../builder.ts'
import { globalId } from '../ids.ts'
import { SessionStatusEnum } from '../types/statuses.ts'
import { costUsd } from './cost-usd.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'

builder.objectRef<EventOf<'SessionEnded'>>('SessionEnded').implement({
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    sessionId: t.id({ resolve: ({ data }) => globalId('Session', data.sessionId) }),
    sessionStatus: t.field({ type: SessionStatusEnum, resolve: ({ data }) => data.sessionStatus }),
    reason: t.string({ nullable: true, resolve: ({ data }) => data.reason }),
    costUsd: costUsd(t),
  }),
})
