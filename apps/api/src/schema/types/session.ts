import type {
  AgentClaim,
  ModelChoice,
  PendingQuestion,
  SessionExpertise,
  SessionKind,
  SessionStatus,
  Shown,
} from '@coppice/engine'
import { builder, LARGEST_PAGE } from '../builder.ts'
import { localId } from '../ids.ts'
import { AgentClaimType } from './agent-reports.ts'
import { LessonType, SessionExpertiseType } from './expertise.ts'
import { ModelChoiceType } from './model-choice.ts'
import { SessionMetricsType } from './session-metrics.ts'
import { SessionOutputType } from './session-output.ts'
import { SessionQuestionType } from './session-question.ts'
import { SessionKindEnum, SessionStatusEnum } from './statuses.ts'

builder.prismaNode('Session', {
  id: { field: 'id' },
  nullable: true,
  select: { id: true },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Sessions are numbered from 1 within their project.' }),
    kind: t.field({ type: SessionKindEnum, select: { kind: true }, resolve: ({ kind }) => kind as SessionKind }),
    task: t.relation('runTask'),
    attempt: t.exposeInt('attempt'),
    agent: t.exposeString('agent'),
    model: t.exposeString('model', { nullable: true }),
    modelReason: t.string({
      nullable: true,
      description: 'Why this model was chosen, in sentences. It is null when an older version started the session.',
      select: { choice: true },
      resolve: ({ choice }) => (choice as ModelChoice | null)?.reason ?? null,
    }),
    modelChoice: t.field({
      type: ModelChoiceType,
      nullable: true,
      description: 'Why this model was chosen, and what else was considered.',
      select: { choice: true },
      resolve: ({ choice }) => choice as ModelChoice | null,
    }),
    domain: t.exposeString('domain', {
      nullable: true,
      description: 'The domain of the task. It is null when an older version started the session.',
    }),
    status: t.field({
      type: SessionStatusEnum,
      select: { status: true },
      resolve: ({ status }) => status as SessionStatus,
    }),
    error: t.exposeString('error', { nullable: true }),
    prompt: t.exposeString('prompt'),
    worktreePath: t.exposeString('worktreePath', {
      nullable: true,
      description: 'The absolute path of the worktree. It is null before the agent has started.',
    }),
    startCommit: t.exposeString('startCommit', {
      description: 'The commit that was checked out in the worktree at the start.',
    }),
    tipCommit: t.exposeString('tipCommit', {
      nullable: true,
      description: 'The commit with the work of the session. It is null before the session ends.',
    }),
    output: t.field({
      type: [SessionOutputType],
      args: {
        first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }),
        after: t.arg.int({ required: true, defaultValue: 0 }),
      },
      resolve: ({ id }, { first, after }, { engine }) => engine.read.output(id, Math.max(0, after), first),
    }),
    expertise: t.field({
      type: SessionExpertiseType,
      nullable: true,
      description: 'It is null when an older version began the session.',
      select: { expertise: true },
      resolve: ({ expertise }) => expertise as SessionExpertise | null,
    }),
    lessons: t.field({
      type: [LessonType],
      description:
        'What the session showed. The project learns it when the work of the task is merged and verified, and from a LEARNING session when it ends.',
      select: { shown: true },
      resolve: ({ shown }) => [...((shown as Shown | null)?.lessons ?? [])],
    }),
    question: t.field({
      type: SessionQuestionType,
      nullable: true,
      description: 'The question of its agent that waits for an answer.',
      select: { question: true },
      resolve: ({ question }) => question as PendingQuestion | null,
    }),
    readsMessages: t.boolean({
      description: 'Whether an agent of this kind reads messages while it runs.',
      select: { agent: true },
      resolve: ({ agent }, _args, { engine }) => engine.read.readsMessages(agent),
    }),
    messages: t.relation('messages', {
      description:
        'What people sent to the agent. If there are more than `first` messages, the list has the newest ones. Oldest first.',
      args: { first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }) },
      query: ({ first }) => ({
        orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
        take: -Math.min(LARGEST_PAGE, Math.max(1, first)),
      }),
    }),
    claim: t.field({
      type: AgentClaimType,
      nullable: true,
      description: 'What the agent last said of its task. It is null when it said nothing.',
      select: { claim: true },
      resolve: ({ claim }) => claim as AgentClaim | null,
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    flatRate: t.exposeBoolean('flatRate', {
      description:
        'Whether the agent has a flat rate, so that the session has no cost: `billing: flat-rate` in the plan.',
    }),
    metrics: t.field({
      type: SessionMetricsType,
      select: {
        startedAt: true,
        endedAt: true,
        messageCount: true,
        toolCallCount: true,
        inputTokens: true,
        outputTokens: true,
        cacheReadTokens: true,
        cacheWriteTokens: true,
        costMicroUsd: true,
        knownCostMicroUsd: true,
        reportedCostMicroUsd: true,
      },
      resolve: (session) => session,
    }),
  }),
})

builder.queryField('session', (t) =>
  t.prismaField({
    type: 'Session',
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { prisma }) =>
      prisma.session.findUnique({ ...query, where: { id: localId('Session', id) } }),
  }),
)
