import { shortRef } from '@coppice/engine/domain/naming'
import { builder } from '../builder.ts'
import { globalId } from '../ids.ts'
import { type EventOf, ProgressEvent } from './progress-event.ts'
import { taskLink } from './task-link.ts'

builder.objectRef<EventOf<'TaskStarted'>>('TaskStarted').implement({
  description: 'An attempt has begun: the task is RUNNING.',
  interfaces: [ProgressEvent],
  fields: (t) => ({
    taskKey: t.string({ resolve: ({ data }) => data.taskKey }),
    epicKey: t.string({ resolve: ({ data }) => data.epicKey }),
    batchNumber: t.int({ resolve: ({ data }) => data.batchNumber }),
    attempt: t.int({ resolve: ({ data }) => data.attempt }),
    agent: t.string({ resolve: ({ data }) => data.agent }),
    model: t.string({ nullable: true, resolve: ({ data }) => data.model }),
    sessionId: t.id({ resolve: ({ data }) => globalId('Session', data.sessionId) }),
    branch: t.string({
      nullable: true,
      description: 'Where its work is until it is merged. Null in what an earlier version wrote.',
      resolve: ({ data }) => data.branch && shortRef(data.branch),
    }),
    task: taskLink(t),
  }),
})
