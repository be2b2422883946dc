import type { OutputSearch, OutputSearchResult } from '@coppice/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRun, seededSession } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId } from './ids.ts'

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

const SEARCH = `query($id: ID!, $text: String!, $after: String, $runTaskId: ID) {
  run(id: $id) { searchOutput(text: $text, first: 2, after: $after, runTaskId: $runTaskId) {
    edges { cursor node { taskKey sequence path session { number } } } pageInfo { hasNextPage endCursor }
    totalCount totalTasks tasks { taskKey totalCount sessions { totalCount session { id } } }
    unsearched { reason session { id } }
  } }
}`

/** An engine whose sessions all have this number of matches. The last session is not on this machine. */
function searching(each: number, absent: string) {
  const searches: OutputSearch[] = []
  const searchOutput = async (search: OutputSearch): Promise<OutputSearchResult> => {
    searches.push(search)
    const here = search.sessions.filter(({ id }) => id !== absent)
    const all = here.flatMap(({ id: sessionId, after = 0 }) =>
      Array.from({ length: each - after }, (_, index) => ({
        ...{
          sessionId,
          sequence: after + index + 1,
          at: 1,
          from: 10 * (after + index + 1),
          kind: 'STDOUT' as const,
          before: '',
          match: 'x',
          after: '',
        },
      })),
    )
    const hasMore = all.length > search.first
    return {
      ...{ matches: all.slice(0, search.first), hasMore, isComplete: search.countsAll || !hasMore },
      counts: new Map(here.map(({ id }) => [id, each])),
      unsearched: search.sessions.some(({ id }) => id === absent) ? [{ sessionId: absent, why: 'absent' }] : [],
    }
  }
  return { searches, searchOutput }
}

it('searches in plan order, page by page, with the counts of all matches', async () => {
  const { run, tasks, project } = await seededRun(ours.database.store)
  const [t1, t2] = tasks
  if (!t1 || !t2) throw new Error('no tasks')
  const last = await seededSession(ours.database.store, t2, project.id, { worktreePath: '/w' })
  const first = await seededSession(ours.database.store, t1, project.id, { worktreePath: '/w' })
  const second = await seededSession(ours.database.store, t1, project.id, { attempt: 2, worktreePath: null })
  const { searches, searchOutput } = searching(3, last.id)
  ours.engine.read.searchOutput = searchOutput
  const id = globalId('Run', run.id)
  const places: [string, number][] = []
  let after: string | null = null
  for (let page = 0; page < 3; page += 1) {
    const answer: object = await ours.admin.ask(SEARCH, { id, text: 'x', after })
    const found: Found = (answer as { data: { run: { searchOutput: Found } } }).data.run.searchOutput
    expect(found).toMatchObject({
      ...{ totalCount: 6, totalTasks: 1 },
      tasks: [
        {
          taskKey: t1.key,
          totalCount: 6,
          sessions: [first, second].map((one) => ({ session: { id: globalId('Session', one.id) } })),
        },
      ],
      unsearched: [{ reason: 'Its output is not on this machine.', session: { id: globalId('Session', last.id) } }],
    })
    for (const { node } of found.edges) places.push([node.path, node.sequence])
    expect(found.pageInfo.hasNextPage).toBe(page < 2)
    after = found.pageInfo.endCursor
  }
  const path = (sessionId: string, line: number) =>
    `/projects/${globalId('Project', project.id)}/runs/${id}/tasks/${t1.key}?session=${globalId('Session', sessionId)}&line=${line}&search=x`
  expect(places).toEqual([first, second].flatMap((one) => [1, 2, 3].map((line) => [path(one.id, line), line])))
  expect(searches[0]?.sessions).toEqual([
    { id: first.id, hasBegun: true, after: 0, from: 0 },
    { id: second.id, hasBegun: false, after: 0, from: 0 },
    { id: last.id, hasBegun: true, after: 0, from: 0 },
  ])
})

it('a page begins where the match before it was found, and the cursor of an older server begins at the session', async () => {
  const { run, tasks, project } = await seededRun(ours.database.store)
  const [t1] = tasks
  if (!t1) throw new Error('no tasks')
  const { number } = await seededSession(ours.database.store, t1, project.id, { worktreePath: '/w' })
  const { searches, searchOutput } = searching(9, '')
  ours.engine.read.searchOutput = searchOutput
  const page = async (after: string | null) => {
    const query = `query($id: ID!, $after: String) {
      run(id: $id) { searchOutput(text: "x", first: 2, after: $after) { pageInfo { endCursor } } }
    }`
    const answer: object = await ours.admin.ask(query, { id: globalId('Run', run.id), after })
    return (answer as { data: { run: { searchOutput: Found } } }).data.run.searchOutput.pageInfo.endCursor
  }
  await page(await page(null))
  expect(searches.at(-1)?.sessions).toMatchObject([{ after: 2, from: 20 }])
  await page(Buffer.from(`0 ${number} 4`).toString('base64url'))
  expect(searches.at(-1)?.sessions.map(({ from }) => from)).toEqual([0])
})

interface Found {
  edges: { node: { path: string; sequence: number } }[]
  pageInfo: { hasNextPage: boolean; endCursor: string }
}

it('refuses an empty text, a text that is too long, and a cursor that it did not make', async () => {
  const { run } = await seededRun(ours.database.store)
  const refused = { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }
  const ask = (variables: object) => ours.admin.ask(SEARCH, { id: globalId('Run', run.id), ...variables })
  for (const text of ['', 'x'.repeat(1001)]) expect(await ask({ text })).toMatchObject(refused)
  expect(await ask({ text: 'x', after: 'nonsense' })).toMatchObject(refused)
})
