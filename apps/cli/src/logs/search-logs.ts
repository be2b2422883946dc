import type { ApiClient } from '../client/api-client.ts'
import { type FoundRun, findRunOrLast } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal } from '../signals/stop-signals.ts'
import type { SessionWish } from './find-session.ts'
import { type FoundSessions, findSessions } from './find-sessions.ts'

const SEARCH = `query Search(
  $id: ID!, $text: String!, $runTaskId: ID, $sessionId: ID, $after: String, $counts: Boolean!
) {
  run(id: $id) {
    searchOutput(text: $text, runTaskId: $runTaskId, sessionId: $sessionId, first: 200, after: $after) {
      edges { node { taskKey session { number attempt } sequence at kind before match after path } }
      pageInfo { hasNextPage endCursor }
      totalCount @include(if: $counts)
      tasks @include(if: $counts) { taskKey totalCount }
      unsearched @include(if: $counts) { session { number task { key } } reason }
    }
  }
}`

interface Match {
  taskKey: string
  session: { number: number; attempt: number }
  sequence: number
  at: string
  kind: string
  before: string
  match: string
  after: string
  path: string
}

interface Page {
  edges: readonly { node: Match }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  /** The counts are in the first page only. */
  totalCount?: number
  tasks?: readonly { taskKey: string; totalCount: number }[]
  unsearched?: readonly { session: { number: number; task: { key: string } }; reason: string }[]
}

/**
 * Carries out `coppice logs --search`: prints each line of output with the text. With `json`, it prints one document, which contains the
 * counts before the matches.
 */
export async function searchLogs(
  io: Io,
  named: string | undefined,
  text: string,
  { json, ...wish }: SessionWish & { json: boolean },
): Promise<ExitCode> {
  const { api, url } = await requireServer()
  let isStopped = false
  const stop = () => {
    isStopped = true
  }
  onStopSignal(stop)
  io.onReaderGone(stop)
  const run = await findRunOrLast(api, wish)
  const sessions = await findSessions(api, run, named, wish.attempt)
  const report = json ? jsonReport(io, run, text, url) : textReport(io)
  for await (const page of pagesOf(api, run, text, sessions)) {
    await report.page(page)
    if (isStopped) break
  }
  await report.end()
  return EXIT.done
}

async function* pagesOf(api: ApiClient, run: FoundRun, text: string, sessions: FoundSessions): AsyncGenerator<Page> {
  for (let after: string | null = null; ; ) {
    const variables = { id: run.id, text, ...sessions, after, counts: after === null }
    const data: { run: { searchOutput: Page } | null } = await api.request(SEARCH, variables)
    if (data.run === null) return
    yield data.run.searchOutput
    const { hasNextPage, endCursor } = data.run.searchOutput.pageInfo
    if (!hasNextPage) return
    after = endCursor
  }
}

interface Report {
  page(page: Page): Promise<void>
  end(): Promise<void>
}

function textReport(io: Io): Report {
  let counts: Page | null = null
  return {
    async page(page) {
      counts ??= page
      for (const { node } of page.edges) await io.write(`${lineOf(node)}\n`)
    },
    async end() {
      for (const { session, reason } of counts?.unsearched ?? [])
        io.message(`Session ${session.number} of ${session.task.key} was not searched, or not all of it. ${reason}`)
      const tasks = counts?.tasks ?? []
      const each = tasks.map(({ taskKey, totalCount }) => `${taskKey} ${totalCount}`).join(', ')
      io.message(
        tasks.length === 0
          ? 'No line contains the text.'
          : `Lines with the text: ${counts?.totalCount ?? 0} in ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'} (${each}).`,
      )
    },
  }
}

/** Writes a match as `grep` does: where it is, then the line. */
const lineOf = ({ taskKey, session, sequence, before, match, after }: Match): string =>
  `${taskKey}:${session.number}:${sequence}: ${`${before}${match}${after}`.replace(/\s+/g, ' ').trim()}`

/** Prints one document piece by piece, so that its matches need no memory. */
function jsonReport(io: Io, run: FoundRun, text: string, url: string): Report {
  let isFirst = true
  return {
    async page({ edges, totalCount, tasks, unsearched }) {
      if (totalCount !== undefined) {
        const head = { project: run.project, run: run.number, text, totalCount, tasks, unsearched }
        await io.write(`${JSON.stringify(head).slice(0, -1)},"matches":[\n`)
      }
      for (const { node } of edges) {
        const { path, ...match } = node
        if (!isFirst) io.out(',')
        io.json({ ...match, url: url + path })
        isFirst = false
      }
    },
    end: () => io.write(']}\n'),
  }
}
