import type { AgentClaim, FollowUpStatus } from '@coppice/engine'
import { FOLLOW_UP_STATUSES } from '@coppice/engine/domain/statuses'
import { builder } from '../builder.ts'
import { globalId } from '../ids.ts'

export const AgentClaimType = builder.objectRef<AgentClaim>('AgentClaim').implement({
  description: 'What an agent says of its task. It changes no status: Coppice checks the work itself.',
  fields: (t) => ({
    claim: t.exposeString('claim', { description: '`done`, `incomplete` or `no-change-needed`.' }),
    text: t.string({
      nullable: true,
      description: 'The reason. It is null when the agent gave none.',
      resolve: ({ text }) => text || null,
    }),
  }),
})

builder.prismaObject('Issue', {
  description: 'An issue that an agent met.',
  fields: (t) => ({
    id: t.exposeID('id'),
    sessionId: t.id({ select: { sessionId: true }, resolve: ({ sessionId }) => globalId('Session', sessionId) }),
    task: t.relation('runTask'),
    title: t.exposeString('title'),
    text: t.string({
      nullable: true,
      description: 'The details. It is null when there are none.',
      select: { text: true },
      resolve: ({ text }) => text || null,
    }),
    loggedAt: t.expose('loggedAt', { type: 'DateTime' }),
  }),
})

export const FollowUpStatusEnum = builder.enumType('FollowUpStatus', { values: FOLLOW_UP_STATUSES })

builder.prismaObject('FollowUp', {
  description: 'A task that an agent proposes. It becomes part of the plan only if a person accepts it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.exposeInt('number', { description: 'Proposals are numbered from 1 within their project.' }),
    sessionId: t.id({ select: { sessionId: true }, resolve: ({ sessionId }) => globalId('Session', sessionId) }),
    task: t.relation('runTask', { description: 'The task whose agent proposes it.' }),
    title: t.exposeString('title'),
    text: t.string({
      nullable: true,
      description: 'The description. It is null when the agent gave none.',
      select: { text: true },
      resolve: ({ text }) => text || null,
    }),
    epicKey: t.exposeString('epicKey'),
    dependsOn: t.stringList({
      description: 'The keys of tasks, as the agent wrote them. They are checked when the proposal is accepted.',
      select: { dependsOn: true },
      resolve: ({ dependsOn }) => dependsOn as string[],
    }),
    status: t.field({
      type: FollowUpStatusEnum,
      select: { status: true },
      resolve: ({ status }) => status as FollowUpStatus,
    }),
    proposedAt: t.expose('proposedAt', { type: 'DateTime' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    decidedBy: t.exposeString('decidedBy', { nullable: true, description: 'The name of the token of who decided.' }),
    taskKey: t.exposeString('taskKey', { nullable: true, description: 'The key of the task that it became.' }),
  }),
})
