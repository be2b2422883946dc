import type { ApiClient } from '../client/api-client.ts'
import { type FoundRun, findRunOrLast } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal } from '../signals/stop-signals.ts'
import type { SessionWish } from './find-session.ts'
import { type FoundSessions, findSessions } from './find-sessions.ts'
import { jsonReport, type SearchPage, textReport } from './search-report.ts'

const SEARCH = `query Search(
  $id: ID!, $text: String!, $runTaskId: ID, $sessionId: ID, $after: String, $counts: Boolean!
) {
  run(id: $id) {
    searchOutput(text: $text, runTaskId: $runTaskId, sessionId: $sessionId, first: 200, after: $after) {
      edges { node { taskKey session { number attempt } sequence at kind before match after path } }
      pageInfo { hasNextPage endCursor }
      totalCount @include(if: $counts)
      totalTasks @include(if: $counts)
      totalUnsearched @include(if: $counts)
      tasks @include(if: $counts) { taskKey totalCount }
      unsearched @include(if: $counts) { session { number task { key } } reason }
    }
  }
}`

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

async function* pagesOf(
  api: ApiClient,
  run: FoundRun,
  text: string,
  sessions: FoundSessions,
): AsyncGenerator<SearchPage> {
  for (let after: string | null = null; ; ) {
    const variables = { id: run.id, text, ...sessions, after, counts: after === null }
    const data: { run: { searchOutput: SearchPage } | null } = await api.request(SEARCH, variables)
    if (data.run === null) return
    yield data.run.searchOutput
    const { hasNextPage, endCursor } = data.run.searchOutput.pageInfo
    if (!hasNextPage) return
    after = endCursor
  }
}
