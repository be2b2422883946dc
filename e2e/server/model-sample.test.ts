import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GraphqlClient, graphqlClient, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { launch, newPlace } from './serve.ts'

interface Project {
  id: string
  name: string
  activeRun: { id: string } | null
}

interface SampleRun {
  status: string
  costUsd: number
  unpricedSessions: number
  completedTasks: number
  tasks: { edges: { node: { key: string; attempts: number; sessions: Session[] } }[] }
}

interface Session {
  id: string
  question: { askId: string; optionIds: string[] } | null
  metrics: { inputTokens: number | null; outputTokens: number | null; cacheReadTokens: number | null }
}

const RUN = `query($id: ID!) { run(id: $id) { status costUsd unpricedSessions completedTasks tasks { edges { node { key attempts sessions {
  id question { askId optionIds } metrics { inputTokens outputTokens cacheReadTokens } } } } } } }`

const runOf = async (graphql: GraphqlClient, id: string): Promise<SampleRun> =>
  (await graphql.request<{ run: SampleRun }>(RUN, { id })).run

/** Waits for a project of this name with an active run. */
const active = (graphql: GraphqlClient, name: string) =>
  until(`the run of ${name}`, async () => {
    const { projects } = await graphql.request<{ projects: { edges: { node: Project }[] } }>(
      '{ projects { edges { node { id name activeRun { id } } } } }',
    )
    return projects.edges.map(({ node }) => node).find((one) => one.name === name && one.activeRun !== null)
  })

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' })

const portOf = (home: string): string | undefined =>
  /baseUrl: \S+:(\d+)/.exec(readFileSync(join(home, 'sample/textkit-model/coppice.plan.yaml'), 'utf8'))?.[1]

it('the sample with a simulated model shows tokens, dollars, a question and a second attempt, also over a restart', async () => {
  const place = await newPlace()
  const sample = { COPPICE_SAMPLE: '1' }
  const first = await launch(place, sample)
  onTestFinished(() => first.killAll())
  await first.ready()
  const graphql = graphqlClient(first)
  const scripted = await active(graphql, 'textkit')
  await graphql.request('mutation($id: ID!) { cancel(input: { runId: $id }) { __typename } }', {
    id: scripted.activeRun?.id,
  })
  const { activeRun } = await active(graphql, 'textkit-model')
  const id = activeRun?.id ?? ''
  await until('the question', async () => {
    const { tasks } = await runOf(graphql, id)
    return tasks.edges.flatMap(({ node }) => node.sessions).find(({ question }) => question !== null)
  })
  const port = portOf(place.home)
  // The agent outlives the server, but the simulated model does not. The next server must start it on the same port.
  await first.killServer()

  const next = await launch(place, sample)
  onTestFinished(() => next.killAll())
  await next.ready()
  const again = graphqlClient(next)
  const asked = await until('the question in the next server', async () => {
    const { tasks } = await runOf(again, id)
    return tasks.edges.flatMap(({ node }) => node.sessions).find(({ question }) => question !== null)
  })
  expect(portOf(place.home)).toBe(port)
  await again.request('mutation($input: AnswerQuestionInput!) { answerQuestion(input: $input) { __typename } }', {
    input: { sessionId: asked.id, askId: asked.question?.askId, optionId: asked.question?.optionIds[0] },
  })
  const run = await until('the end of the run', async () => {
    const now = await runOf(again, id)
    return now.status === 'RUNNING' ? null : now
  })
  expect(run).toMatchObject({ status: 'COMPLETED', completedTasks: 5, unpricedSessions: 0 })
  expect(run.costUsd).toBeGreaterThan(0)
  const tasks = run.tasks.edges.map(({ node }) => node)
  expect(tasks.find(({ key }) => key === 'csv-parse')?.attempts).toBe(2)
  for (const { metrics } of tasks.flatMap(({ sessions }) => sessions)) {
    expect(metrics.outputTokens).toBeGreaterThan(0)
    expect(metrics.inputTokens).toBeGreaterThan(0)
  }
  const repository = join(place.home, 'sample/textkit-model')
  expect(git(repository, 'ls-tree', '--name-only', 'main', 'src/')).toContain('src/csv-write.js')
  expect(git(repository, 'show', 'main:CHANGES.md')).toContain('0.1.0')
})
