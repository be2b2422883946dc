import type { OutputSearchResult, Unsearched } from '@coppice/engine'
import { builder, LARGEST_PAGE } from '../builder.ts'
import type { FoundMatch, MatchCounts, TaskMatches } from '../loading/output-matches.ts'
import { OutputKindEnum } from './statuses.ts'

export const OutputMatchType = builder.objectRef<FoundMatch>('OutputMatch').implement({
  description: 'An entry of the output of a session that contains the text of a search.',
  fields: (t) => ({
    taskKey: t.exposeString('taskKey'),
    session: t.prismaField({
      type: 'Session',
      resolve: (query, { sessionId }, _args, { prisma }) =>
        prisma.session.findUniqueOrThrow({ ...query, where: { id: sessionId } }),
    }),
    sequence: t.exposeInt('sequence', { description: 'The number of the entry in the output of the session.' }),
    at: t.expose('at', { type: 'DateTime' }),
    kind: t.expose('kind', { type: OutputKindEnum }),
    before: t.exposeString('before', { description: 'What is before the first match in its line, shortened.' }),
    match: t.exposeString('match', { description: 'The first match, as it is written in the entry.' }),
    after: t.exposeString('after', { description: 'What is after the first match in its line, shortened.' }),
    path: t.exposeString('path', { description: 'The address of the entry in the console, without the server.' }),
  }),
})

const SessionMatchesType = builder.objectRef<TaskMatches['sessions'][number]>('SessionMatches').implement({
  description: 'The number of matches in a session.',
  fields: (t) => ({
    session: t.prismaField({
      type: 'Session',
      resolve: (query, { sessionId }, _args, { prisma }) =>
        prisma.session.findUniqueOrThrow({ ...query, where: { id: sessionId } }),
    }),
    totalCount: t.exposeInt('totalCount'),
  }),
})

const TaskMatchesType = builder.objectRef<TaskMatches>('TaskMatches').implement({
  description: 'The number of matches in a task.',
  fields: (t) => ({
    taskKey: t.exposeString('taskKey'),
    task: t.prismaField({
      type: 'RunTask',
      resolve: (query, { runTaskId }, _args, { prisma }) =>
        prisma.runTask.findUniqueOrThrow({ ...query, where: { id: runTaskId } }),
    }),
    totalCount: t.exposeInt('totalCount'),
    sessions: t.field({
      type: [SessionMatchesType],
      description: 'Its sessions with matches, oldest first.',
      resolve: ({ sessions }) => sessions,
    }),
  }),
})

const REASONS: Readonly<Record<Unsearched, string>> = {
  absent: 'Its output is not on this machine.',
  removed: 'Its output was removed, because the time for which output is kept is over.',
  limit: 'Its output has reached the size limit. Later lines were not stored.',
  unreadable: 'Its output could not be read. The log of the server says why.',
}

const UnsearchedSessionType = builder
  .objectRef<OutputSearchResult['unsearched'][number]>('UnsearchedSession')
  .implement({
    description: 'A session whose output could not be searched, or not all of it.',
    fields: (t) => ({
      session: t.prismaField({
        type: 'Session',
        resolve: (query, { sessionId }, _args, { prisma }) =>
          prisma.session.findUniqueOrThrow({ ...query, where: { id: sessionId } }),
      }),
      reason: t.string({ description: 'One sentence.', resolve: ({ why }) => REASONS[why] }),
    }),
  })

/** The field that returns the connection adds this function. */
const countsOf = (connection: unknown): Promise<MatchCounts> =>
  (connection as { counts: () => Promise<MatchCounts> }).counts()

export const OutputMatchConnection = builder.connectionObject(
  {
    type: OutputMatchType,
    name: 'OutputMatchConnection',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The number of all matches. To count them, the server reads all of the output.',
        resolve: async (connection) => (await countsOf(connection)).totalCount,
      }),
      totalTasks: t.int({
        description: 'The number of tasks with matches.',
        resolve: async (connection) => (await countsOf(connection)).tasks.length,
      }),
      tasks: t.field({
        type: [TaskMatchesType],
        description: 'The first tasks with matches, in plan order.',
        args: { first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }) },
        resolve: async (connection, { first }) => (await countsOf(connection)).tasks.slice(0, Math.max(0, first)),
      }),
      totalUnsearched: t.int({
        description: 'The number of sessions whose output could not be searched, or not all of it.',
        resolve: async (connection) => (await countsOf(connection)).unsearched.length,
      }),
      unsearched: t.field({
        type: [UnsearchedSessionType],
        description: 'The first sessions whose output could not be searched, or not all of it.',
        args: { first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }) },
        resolve: async (connection, { first }) => (await countsOf(connection)).unsearched.slice(0, Math.max(0, first)),
      }),
    }),
  },
  { name: 'OutputMatchEdge' },
)
