import { join } from 'node:path'
import {
  type Agent,
  agentEnvironment,
  agents,
  createEngine,
  createGit,
  createPrices,
  createSecretKeeper,
  createSessionHosts,
  createShell,
  DEFAULT_BACKOFF,
  noFailPoints,
  type SessionFact,
  silentLog,
  systemClock,
} from '@coppice/engine'
import { openDatabase, openDataFolder } from '@coppice/persistence'
import type { ToySpec } from './toy-spec.ts'

/**
 * A server that a test starts and kills. Usage: `toy-server.ts HOME`. Its `command` agents run the toy host (`toy-host.ts`), which prints
 * facts. The setting `run` of a task is the name of the file to which the toy host writes.
 */
const command = agents.get('command')
if (command === undefined) throw new Error('there is no agent command')
const host: Agent = {
  ...command,
  isFollowed: true,
  start: ({ settings, limits }) => ({ script: 'toy', spec: { file: String(settings.run), limits } satisfies ToySpec }),
  stdout: 'records',
  facts: (stream, text) =>
    stream === 'stdout' ? [JSON.parse(text) as SessionFact] : [{ type: 'Printed', stream, text }],
}

/** No other server can have a claim, because the database is embedded. */
const NO_OTHERS = { self: { pid: process.pid, startTime: '', bootId: '' }, isAlive: () => false }

const [home = ''] = process.argv.slice(2)
const clock = systemClock
const redact = (text: string): string => text
const folder = await openDataFolder(home)
const { store, claim, prisma } = await openDatabase({ folder, clock })
/** The rates of the model of the toy host, in millionths of a dollar for a million tokens. */
const rates = {
  input: 3_000_000,
  output: 15_000_000,
  cacheRead: 300_000,
  cacheWrite: 3_750_000,
  cacheWrite1h: 6_000_000,
}
const toyModel = { model: 'toy-1', source: 'test', checked: '2026-11-30', prices: [{ from: null, ...rates }] }
const hosts = createSessionHosts({
  root: join(home, 'sessions'),
  clock,
  redact,
  redactOpen: redact,
  log: silentLog,
  graceMs: 500,
})
const engine = createEngine({
  ...{ store, clock, log: silentLog, hosts, reach: noFailPoints, samples: [], backoff: DEFAULT_BACKOFF },
  git: createGit({ env: process.env }),
  shell: createShell({ clock, redact }),
  agents: new Map([['command', host]]),
  scripts: new Map([['toy', join(import.meta.dirname, 'toy-host.ts')]]),
  prices: createPrices({ currency: 'USD', models: [toyModel] }),
  worktreesRoot: join(home, 'worktrees'),
  quarantineRoot: join(home, 'quarantine'),
  env: agentEnvironment(process.env),
  passed: createSecretKeeper(process.env, []).passed,
})
await engine.recover(await claim({ folder, processes: NO_OTHERS, tell: () => {} }))

/** The functions that the test may call by a message. */
const calls = {
  async begin(repositoryPath: string, source: string) {
    const project = await engine.createProject({ name: 'toy', repositoryPath, baseBranch: 'main' })
    await engine.importPlan({ projectId: project.id, source })
    return (await engine.startParallel({ projectId: project.id })).id
  },
  run: (runId: string) => store.run(runId),
  sessions: (runId: string) => store.sessions(runId),
  session: (sessionId: string) => store.session(sessionId),
  facts: (sessionId: string) => hosts.facts(sessionId, 0, 1000),
  output: (sessionId: string) => hosts.output(sessionId, 0, 1000),
  tell: (sessionId: string, messageId: string, text: string) =>
    engine.sendMessage({ sessionId, messageId, text, author: 'ada' }),
  answer: (sessionId: string, messageId: string, optionId: string) =>
    engine.answerQuestion({ sessionId, messageId, askId: 'ask', optionId, author: 'ada' }),
  message: (id: string) => store.sessionMessage(id),
  events: (runId: string) => store.events(runId, 0, 1000),
  /** Text, because a message between processes cannot contain a bigint. */
  ledger: async (sessionId: string) =>
    (await prisma.ledgerEntry.findMany({ where: { sessionId }, orderBy: { requestId: 'asc' } })).map(
      ({ requestId, costMicroUsd, reportedCostMicroUsd }) => `${requestId} ${costMicroUsd} ${reportedCostMicroUsd}`,
    ),
  sums: async (runId: string) =>
    (await prisma.ledgerSum.findMany({ where: { runId } })).map(
      ({ model, requests, costMicroUsd }) => `${model} ${requests} ${costMicroUsd}`,
    ),
}
export type ToyCalls = typeof calls

process.on('message', async ({ id, name, args }: { id: number; name: keyof ToyCalls; args: never[] }) => {
  const { [name]: answer } = calls as Record<string, (...args: never[]) => Promise<unknown>>
  try {
    process.send?.({ id, result: await answer?.(...args) })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
})
process.send?.({ id: 0 })
