import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  agentEnvironment,
  agents,
  type Clock,
  createEngine,
  createGit,
  createSecretKeeper,
  createSessionHosts,
  createShell,
  type Engine,
  type EngineOptions,
  type Git,
  type Log,
  type NumberedFact,
  noFailPoints,
  type ProjectRecord,
  type RunRecord,
  type RunTaskRecord,
  type SessionHosts,
  silentLog,
  systemClock,
  type TaskStatus,
} from '@coppice/engine'
import type { Database } from '@coppice/persistence'
import { claimForTest, openBeside, openTestDatabase, type TestDatabase } from '@coppice/persistence/testing'
import { type TempRepository, tempRepository } from '@coppice/testkit'

/** An engine with real git, real processes and a real database. Its waits (grace and back-off) are short, so that tests are fast. */
export interface EngineUnderTest {
  engine: Engine
  database: TestDatabase
  home: string
  /**
   * Creates another engine on the same database, as after a restart of the server.
   * @param folder the data folder of the other engine; by default, that of this engine
   */
  restart(folder?: string): Promise<EngineUnderTest>
  /** Creates an engine like that of another process on the same PostgreSQL database. It accepts commands but carries out no run. */
  beside(): Promise<Engine>
  /** Reads all facts of a session. */
  facts(sessionId: string): Promise<NumberedFact[]>
  close(): Promise<void>
}

export async function engineUnderTest(
  kind: 'pglite' | 'postgres' = 'pglite',
  parts: Partial<Parts> = {},
): Promise<EngineUnderTest> {
  const home = await mkdtemp(join(tmpdir(), 'coppice-engine-'))
  const all = {
    log: silentLog,
    clock: systemClock,
    reach: noFailPoints,
    git: createGit({ env: process.env }),
    agents,
    environment: process.env,
    ...parts,
  }
  const under = engineOn(home, await openTestDatabase(kind), all)
  await under.engine.recover(await claimOf(under))
  return under
}

const claimOf = ({ database, home }: EngineUnderTest) => claimForTest(database, { id: home, path: home })

/** The parts of the engine that a test may replace. `clock` is only the engine's clock: processes use real time. */
interface Parts {
  log: Log
  clock: Clock
  git: Git
  reach: EngineOptions['reach']
  agents: EngineOptions['agents']
  scripts?: EngineOptions['scripts']
  agentsRoot?: EngineOptions['agentsRoot']
  /** Makes the sandbox of the engine with this data folder. */
  sandbox?: (home: string) => EngineOptions['sandbox']
  /** The grace time of a process that is told to end, in ms. */
  graceMs?: number
  /** The environment of the server. */
  environment: NodeJS.ProcessEnv
  sessionKinds?: EngineOptions['sessionKinds']
  chooseSession?: EngineOptions['chooseSession']
  prices?: EngineOptions['prices']
  dispatch?: EngineOptions['dispatch']
}

function engineOn(home: string, database: TestDatabase, parts: Parts): EngineUnderTest {
  const { engine, hosts } = createTestEngine(home, database, parts)
  const besides: Database[] = []
  return {
    engine,
    database,
    home,
    facts: (sessionId) => hosts.facts(sessionId, 0, 100_000),
    async restart(folder = home) {
      const next = engineOn(folder, database, parts)
      await next.engine.recover(await claimOf(next))
      return next
    },
    async beside() {
      const other = await openBeside(database)
      besides.push(other)
      return createTestEngine(home, other, parts).engine
    },
    async close() {
      await engine.stop('interrupt')
      for (const other of besides) await other.close()
      await database.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

function createTestEngine(
  home: string,
  { store }: Pick<Database, 'store'>,
  parts: Parts,
): { engine: Engine; hosts: SessionHosts } {
  const { redact, redactOpen, passed } = createSecretKeeper(parts.environment, [])
  const sessionsRoot = join(home, 'sessions')
  const timing = { clock: systemClock, redact, graceMs: parts.graceMs ?? 500 }
  const hosts = createSessionHosts({ root: sessionsRoot, log: parts.log, redactOpen, ...timing })
  const engine = createEngine({
    ...parts,
    sandbox: parts.sandbox?.(home),
    store,
    hosts,
    shell: createShell(timing),
    programs: fileURLToPath(new URL('../../bin', import.meta.url)),
    worktreesRoot: join(home, 'worktrees'),
    quarantineRoot: join(home, 'quarantine'),
    env: agentEnvironment(parts.environment),
    passed,
    backoff: { baseMs: 20, capMs: 100 },
    samples: [],
  })
  return { engine, hosts }
}

/** Creates a project with a repository, and imports a plan. */
export async function projectWith(under: EngineUnderTest, plan: object, files?: Record<string, string>) {
  return projectOn(under, plan, tempRepository(files))
}

/** Creates a project on a repository, and imports the plan. */
export async function projectOn(under: EngineUnderTest, plan: object, repository: TempRepository) {
  const name = `p-${Math.random().toString(36).slice(2, 10)}`
  const project = await under.engine.createProject({ name, repositoryPath: repository.path, baseBranch: 'main' })
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(plan) })
  return { project, repository }
}

export interface Finished {
  run: RunRecord
  tasks: RunTaskRecord[]
  /** The status of each task, by its key. */
  statuses: Record<string, string>
}

/** Waits until a run has ended. It reads the run again at each event. */
export async function finished(under: EngineUnderTest, runId: string): Promise<Finished> {
  const { store } = under.database
  for (;;) {
    const hint = new Promise<void>((resolve) => {
      const stop = store.onEvents(runId, () => {
        stop()
        resolve()
      })
    })
    const run = await store.run(runId)
    if (run && ['COMPLETED', 'FAILED', 'CANCELLED'].includes(run.status)) {
      const tasks = await store.runTasks(runId)
      return { run, tasks, statuses: Object.fromEntries(tasks.map((task) => [task.key, task.status])) }
    }
    await hint
  }
}

/** Waits until a run has an event for which `fits` returns true. */
export async function eventOf(
  under: EngineUnderTest,
  runId: string,
  fits: (event: Awaited<ReturnType<EngineUnderTest['database']['store']['events']>>[number]) => boolean,
) {
  const { store } = under.database
  for (let after = 0; ; ) {
    const hint = new Promise<void>((resolve) => {
      const stop = store.onEvents(runId, () => {
        stop()
        resolve()
      })
    })
    const events = await store.events(runId, after, 200)
    const found = events.find(fits)
    if (found) return found
    after = events.at(-1)?.sequence ?? after
    if (events.length === 0) await hint
  }
}

/** Finds a task of the run by its key. */
export async function taskOf({ database }: EngineUnderTest, runId: string, key: string): Promise<RunTaskRecord> {
  const task = (await database.store.runTasks(runId)).find((one) => one.key === key)
  if (!task) throw new Error(`the run has no task ${key}`)
  return task
}

/** Resolves when an agent of the task has started. */
export const agentStarted = (under: EngineUnderTest, runId: string, key: string) =>
  eventOf(
    under,
    runId,
    ({ type, data }) => type === 'TaskPhaseChanged' && data.taskKey === key && data.phase === 'AGENT',
  )

/** Resolves when the task has ended with this status. */
export const taskEnded = (under: EngineUnderTest, runId: string, key: string, status: TaskStatus) =>
  eventOf(
    under,
    runId,
    ({ type, data }) => type === 'TaskFinished' && data.taskKey === key && data.taskStatus === status,
  )

export const startParallel = (under: EngineUnderTest, project: ProjectRecord, maxConcurrency = 3) =>
  under.engine.startParallel({ projectId: project.id, maxConcurrency })
