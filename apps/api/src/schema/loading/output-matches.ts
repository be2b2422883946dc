import type { OutputMatch, OutputSearchResult } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../errors/api-error.ts'
import { globalId } from '../ids.ts'
import { type MatchPlace, matchPlaceOf, matchPlaceText } from './match-place.ts'

/** The length of the longest text that can be searched, in characters. */
const LONGEST_TEXT = 1000

export interface OutputMatchesWish {
  text: string
  runTaskId: string | null
  sessionId: string | null
  first: number
  /** The cursor of a match. */
  after: string | null
}

export interface FoundMatch extends OutputMatch {
  taskKey: string
  /** The address of the entry in the console, without the server. */
  path: string
}

/** The number of matches in a task, and in each of its sessions. */
export interface TaskMatches {
  runTaskId: string
  taskKey: string
  totalCount: number
  sessions: { sessionId: string; totalCount: number }[]
}

export interface MatchCounts {
  totalCount: number
  /** In plan order. */
  tasks: readonly TaskMatches[]
  unsearched: OutputSearchResult['unsearched']
}

/** Searches the output of a run. The counts need a read of all sessions, so they are made only when a client asks for them. */
export async function outputMatches(
  { prisma, engine, signal }: Pick<ApiContext, 'prisma' | 'engine' | 'signal'>,
  run: { id: string; projectId: string },
  { text, runTaskId, sessionId, first, after }: OutputMatchesWish,
) {
  if (text === '' || text.length > LONGEST_TEXT)
    throw new ApiError('BAD_USER_INPUT', `searchOutput(text: …): the text must have 1 to ${LONGEST_TEXT} characters.`)
  const sessions = await sessionsOf(prisma, { runId: run.id, runTaskId, sessionId })
  const rows = new Map(sessions.map((session) => [session.id, session]))
  const place = after === null ? null : matchPlaceOf(after)
  const search = (from: readonly SessionRow[], most: number, countsAll: boolean) =>
    engine.read.searchOutput({
      sessions: from.map((one) => searched(one, place)),
      text,
      first: most,
      countsAll,
      signal,
    })

  const page = await search(place === null ? sessions : sessions.filter((one) => !isBefore(one, place)), first, false)
  let counting: Promise<MatchCounts> | null = null
  const counts = (): Promise<MatchCounts> => {
    counting ??= count()
    return counting
  }

  async function count(): Promise<MatchCounts> {
    const all =
      place === null && page.isComplete
        ? page
        : await engine.read.searchOutput({
            sessions: sessions.map((one) => searched(one, null)),
            ...{ text, first: 0, countsAll: true, signal },
          })
    return countsOf(sessions, all)
  }

  const edges = page.matches.flatMap((match) => {
    const row = rows.get(match.sessionId)
    if (row === undefined) return []
    const { position, key: taskKey } = row.runTask
    const path = pathOf(run, taskKey, match, text)
    const cursor = matchPlaceText({ position, session: row.number, sequence: match.sequence, from: match.from })
    return [{ cursor, node: { ...match, taskKey, path } satisfies FoundMatch }]
  })
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasMore,
      hasPreviousPage: place !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    counts,
  }
}

const sessionsOf = (
  prisma: PrismaClient,
  { runId, runTaskId, sessionId }: { runId: string; runTaskId: string | null; sessionId: string | null },
) =>
  prisma.session.findMany({
    where: { runId, ...(runTaskId !== null && { runTaskId }), ...(sessionId !== null && { id: sessionId }) },
    select: {
      ...{ id: true, number: true, runTaskId: true, worktreePath: true },
      runTask: { select: { position: true, key: true } },
    },
    orderBy: [{ runTask: { position: 'asc' } }, { number: 'asc' }],
  })

type SessionRow = Awaited<ReturnType<typeof sessionsOf>>[number]

const isBefore = ({ number, runTask: { position } }: SessionRow, place: MatchPlace): boolean =>
  position < place.position || (position === place.position && number < place.session)

/** The worktree is known once the agent has started. */
const searched = ({ id, number, worktreePath, runTask }: SessionRow, place: MatchPlace | null) => {
  const isOfPlace = number === place?.session && runTask.position === place.position
  return {
    ...{ id, hasBegun: worktreePath !== null },
    ...{ after: isOfPlace ? place.sequence : 0, from: isOfPlace ? place.from : 0 },
  }
}

function countsOf(sessions: readonly SessionRow[], { counts, unsearched }: OutputSearchResult): MatchCounts {
  const tasks = new Map<string, TaskMatches>()
  let totalCount = 0
  for (const { id: sessionId, runTaskId, runTask } of sessions) {
    const found = counts.get(sessionId) ?? 0
    if (found === 0) continue
    const task = tasks.get(runTaskId) ?? { runTaskId, taskKey: runTask.key, totalCount: 0, sessions: [] }
    tasks.set(runTaskId, task)
    task.totalCount += found
    task.sessions.push({ sessionId, totalCount: found })
    totalCount += found
  }
  return { totalCount, tasks: [...tasks.values()], unsearched }
}

function pathOf(run: { id: string; projectId: string }, taskKey: string, match: OutputMatch, text: string): string {
  const query = new URLSearchParams({
    session: globalId('Session', match.sessionId),
    line: String(match.sequence),
    search: text,
  })
  const [project, ofRun] = [globalId('Project', run.projectId), globalId('Run', run.id)]
  return `/projects/${project}/runs/${ofRun}/tasks/${encodeURIComponent(taskKey)}?${query}`
}
