import type {
  ChosenEntry,
  DomainExpertise,
  Estimated,
  Evidence,
  ExpertiseEntry,
  Lesson,
  Lift,
  LiftSide,
  MeasuredEntry,
  SessionExpertise,
} from '@coppice/engine'
import { ENTRY_KINDS } from '@coppice/engine/domain/expertise'
import { TASK_DOMAINS } from '@coppice/engine/domain/task-domains'
import { builder, LARGEST_PAGE } from '../builder.ts'
import { usd } from '../loading/costs.ts'

export const DomainEnum = builder.enumType('TaskDomain', { values: TASK_DOMAINS })
const KindEnum = builder.enumType('ExpertiseKind', {
  description: 'A file that matters, a command that works, a failure with its cure, or a convention.',
  values: ENTRY_KINDS,
})

const EvidenceType = builder.objectRef<Evidence>('ExpertiseEvidence').implement({
  description: 'A session that showed an entry.',
  fields: (t) => ({
    session: t.exposeInt('session', { description: 'The number of the session within its project.' }),
    taskKey: t.exposeString('taskKey'),
    commit: t.exposeString('commit', { nullable: true, description: 'The tip of the work of the session.' }),
    at: t.field({ type: 'DateTime', resolve: ({ at }) => new Date(at) }),
    learningSession: t.int({
      nullable: true,
      description: 'The number of the LEARNING session whose model said it. It is null when a rule found it.',
      resolve: ({ learner }) => learner ?? null,
    }),
  }),
})

export const ExpertiseEntryType = builder.objectRef<ExpertiseEntry>('ExpertiseEntry').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    domain: t.expose('domain', { type: DomainEnum }),
    kind: t.expose('kind', { type: KindEnum }),
    text: t.exposeString('text'),
    paths: t.stringList({
      description: 'The files that the entry is about.',
      resolve: ({ paths }) => [...paths],
    }),
    evidence: t.field({
      type: [EvidenceType],
      description: 'The newest sessions that showed it, newest first.',
      resolve: ({ evidence }) => [...evidence],
    }),
    isByPerson: t.boolean({
      description: 'Whether a person wrote, edited or imported it.',
      resolve: ({ origin }) => origin === 'PERSON',
    }),
    pinned: t.exposeBoolean('pinned', { description: 'Coppice never removes a pinned entry.' }),
    found: t.exposeInt('found', { description: 'How many sessions showed it.' }),
    uses: t.exposeInt('uses', { description: 'How many ended sessions had it in their prompts.' }),
    doubts: t.exposeInt('doubts', {
      description: 'How many sessions with merged work changed its files since a session last showed it.',
    }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => new Date(createdAt) }),
    updatedAt: t.field({ type: 'DateTime', resolve: ({ updatedAt }) => new Date(updatedAt) }),
  }),
})

export const LessonType = builder.objectRef<Lesson>('ExpertiseLesson').implement({
  description: 'What a session teaches, before it joins an entry or becomes one.',
  fields: (t) => ({
    domain: t.field({
      type: DomainEnum,
      nullable: true,
      description: 'It is null when it is the domain of the task.',
      resolve: ({ domain }) => domain ?? null,
    }),
    kind: t.expose('kind', { type: KindEnum }),
    text: t.exposeString('text'),
    paths: t.stringList({ resolve: ({ paths }) => [...paths] }),
  }),
})

const EstimateType = builder.objectRef<Estimated>('Estimate').implement({
  description: 'A value with its interval of 95 %.',
  fields: (t) => ({
    value: t.exposeFloat('value'),
    low: t.exposeFloat('low'),
    high: t.exposeFloat('high'),
  }),
})

const LiftSideType = builder.objectRef<LiftSide>('LiftSide').implement({
  description: 'The first attempts with entries, or those without.',
  fields: (t) => ({
    sessions: t.exposeInt('sessions'),
    successes: t.exposeInt('successes', { description: 'How many of them were merged and verified.' }),
    success: t.expose('success', { type: EstimateType, description: 'The share of successes, from 0 to 1.' }),
    meanCostUsd: t.float({
      nullable: true,
      description: 'The mean of the known costs.',
      resolve: ({ meanCostMicroUsd }) => (meanCostMicroUsd === null ? null : usd(meanCostMicroUsd)),
    }),
    meanDurationMs: t.exposeFloat('meanDurationMs', { nullable: true }),
  }),
})

const BasisEnum = builder.enumType('LiftBasis', {
  description:
    'HOLD_OUT: the sessions without entries were chosen by chance. OTHER_SESSIONS: they are all other sessions, so something else may differ too.',
  values: ['HOLD_OUT', 'OTHER_SESSIONS'] as const,
})
const VerdictEnum = builder.enumType('LiftVerdict', {
  values: ['NOT_ENOUGH_DATA', 'HELPS', 'HARMS', 'NO_EFFECT_SHOWN'] as const,
})

const LiftType = builder.objectRef<Lift>('ExpertiseLift').implement({
  description:
    'How first attempts with entries differ from first attempts without them. A difference is null when there are not enough sessions.',
  fields: (t) => ({
    basis: t.expose('basis', { type: BasisEnum }),
    verdict: t.expose('verdict', {
      type: VerdictEnum,
      description: 'The verdict on the success at the first attempt.',
    }),
    with: t.expose('with', { type: LiftSideType }),
    without: t.expose('without', { type: LiftSideType }),
    success: t.expose('success', {
      type: EstimateType,
      nullable: true,
      description: 'A difference of shares, from -1 to 1.',
    }),
    costUsd: t.field({
      type: EstimateType,
      nullable: true,
      resolve: ({ costMicroUsd: cost }) => cost && { value: usd(cost.value), low: usd(cost.low), high: usd(cost.high) },
    }),
    durationMs: t.expose('durationMs', { type: EstimateType, nullable: true }),
  }),
})

const MeasuredEntryType = builder.objectRef<MeasuredEntry>('MeasuredExpertiseEntry').implement({
  fields: (t) => ({
    entry: t.expose('entry', { type: ExpertiseEntryType }),
    lift: t.field({ type: LiftType, resolve: (measured) => measured.lift() }),
  }),
})

export const DomainExpertiseType = builder.objectRef<DomainExpertise>('DomainExpertise').implement({
  description: 'What a project has learned in a domain, and how much it helps.',
  fields: (t) => ({
    domain: t.expose('domain', { type: DomainEnum }),
    lift: t.expose('lift', { type: LiftType }),
    entryCount: t.int({ resolve: ({ entries }) => entries.length }),
    entries: t.field({
      type: [MeasuredEntryType],
      description: 'Pinned entries first, then the most useful.',
      args: {
        first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }),
        skip: t.arg.int({ required: true, defaultValue: 0 }),
      },
      resolve: ({ entries }, { first, skip }) => {
        const from = Math.max(0, skip)
        return entries.slice(from, from + Math.min(LARGEST_PAGE, Math.max(0, first)))
      },
    }),
  }),
})

const ChosenEntryType = builder.objectRef<ChosenEntry>('ChosenExpertiseEntry').implement({
  description: 'An entry as it was when the session began.',
  fields: (t) => ({
    id: t.exposeID('id'),
    domain: t.expose('domain', { type: DomainEnum }),
    text: t.exposeString('text'),
    because: t.exposeString('because', { description: 'Why it was chosen.' }),
  }),
})

const GivenEnum = builder.enumType('ExpertiseGiven', {
  description:
    'GIVEN: the prompt has the entries. HELD_OUT: it has none of them, so that sessions can be compared. OFF: the project gives none.',
  values: ['GIVEN', 'HELD_OUT', 'OFF'] as const,
})

export const SessionExpertiseType = builder.objectRef<SessionExpertise>('SessionExpertise').implement({
  description: 'The expertise that was chosen for a session.',
  fields: (t) => ({
    domain: t.expose('domain', { type: DomainEnum }),
    given: t.expose('given', { type: GivenEnum }),
    entries: t.field({ type: [ChosenEntryType], resolve: ({ entries }) => [...entries] }),
  }),
})
