import { type CheckoutServer, CLAUDE_LINES, claudeLines, followProgress, tempRepository } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { Client } from './client.ts'
import { launch, newPlace } from './serve.ts'

/** How many sessions learn the same domain at once. A long search: COPPICE_LEARNERS=50. */
const LEARNERS = Number(process.env.COPPICE_LEARNERS ?? 5)
/** How often the server kills itself beside the transaction in which a session teaches. A long search: COPPICE_KILLS=10. */
const KILLS = Number(process.env.COPPICE_KILLS ?? 2)
const POINTS = ['attempt.committed', 'attempt.settled']
/** The lines of a domain. */
const CAP = 1_000
/** The entries that people have imported. With them, the limit of the domain is exceeded by one entry. */
const IMPORTED = CAP - LEARNERS
const PROGRAM = claudeLines('claude-haiku-4-5', { inputTokens: 100, outputTokens: 10, costUsd: 0 })

const runOf = (key: string) =>
  `sh ${CLAUDE_LINES} ${key} 'npm test' 'npm run ${key}' && echo ${key} > ${key}.txt && git add -A && git commit -qm ${key}`

const keys = Array.from({ length: LEARNERS }, (_, index) => `check-${index}`)
const PLAN = JSON.stringify({
  expertise: 'always',
  defaults: { agent: 'command', output: 'claude-stream-json', maxAttempts: 5 },
  epics: [{ key: 'e', tasks: keys.map((key) => ({ key, description: 'Write the unit tests', run: runOf(key) })) }],
})

interface Entry {
  text: string
  found: number
  evidence: { session: number; taskKey: string }[]
}

/** The entries of the domain, in their order. */
async function entriesOf(server: CheckoutServer, projectId: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (;;) {
    const { project } = await new Client(server).graphql.request<{
      project: { expertise: { domain: string; entries: { entry: Entry }[] }[] }
    }>(
      `query($id: ID!, $skip: Int!) { project(id: $id) { expertise { domain
        entries(first: 200, skip: $skip) { entry { text found evidence { session taskKey } } } } } }`,
      { id: projectId, skip: entries.length },
    )
    const page = project.expertise.find(({ domain }) => domain === 'testing')?.entries ?? []
    if (page.length === 0) return entries
    entries.push(...page.map(({ entry }) => entry))
  }
}

it(`E2: ${LEARNERS} sessions learn the same domain at once, and the server dies ${KILLS} times meanwhile: nothing is lost or learned twice, and the limit holds`, {
  timeout: 900_000,
}, async () => {
  const place = await newPlace()
  const start = async (env: Record<string, string> = {}) => {
    const server = await launch(place, env)
    onTestFinished(() => server.killAll())
    await server.ready()
    return server
  }
  let server = await start({ COPPICE_FAIL_AT: POINTS[0] ?? '' })
  const project = await new Client(server).projectWith(PLAN, tempRepository({ [CLAUDE_LINES]: PROGRAM }))
  const lines = Array.from(
    { length: IMPORTED },
    (_, index) => `- **convention** Rule ${String(index).padStart(4, '0')}.`,
  )
  await new Client(server).graphql.request(
    'mutation($input: ImportExpertiseInput!) { importExpertise(input: $input) { __typename ... on Error { message } } }',
    { input: { projectId: project, source: `# Expertise\n\n## testing\n\n${lines.join('\n')}\n` } },
  )
  expect(await entriesOf(server, project)).toHaveLength(IMPORTED)
  const { run } = await new Client(server).startParallel(project, { maxConcurrency: Math.min(64, LEARNERS) })
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await server.ended
    server = await start(kill < KILLS ? { COPPICE_FAIL_AT: POINTS[kill % POINTS.length] ?? '' } : {})
  }
  for await (const _event of followProgress(server, run?.id ?? ''));
  expect(await new Client(server).run(run?.id ?? '')).toMatchObject({ status: 'COMPLETED', completedTasks: LEARNERS })

  const entries = await entriesOf(server, project)
  expect(entries).toHaveLength(CAP)
  const [first, ...rest] = entries
  expect(first).toMatchObject({ text: '`npm test` works.', found: LEARNERS })
  const learned = rest.filter(({ found }) => found > 0)
  // Entries of people stay before learned ones, so the entry that is too many is one that a session taught.
  expect(learned).toHaveLength(LEARNERS - 1)
  const taught = new Set(keys.map((key) => `\`npm run ${key}\` works.`))
  expect(learned.filter(({ text }) => !taught.has(text))).toEqual([])
  for (const { text, found, evidence } of learned)
    expect({ text, found, of: evidence.map(({ taskKey }) => `\`npm run ${taskKey}\` works.`) }).toEqual({
      text,
      found: 1,
      of: [text],
    })
  await server.killServer()
  server = await start()
  expect(await entriesOf(server, project)).toEqual(entries)
})
