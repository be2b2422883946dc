import { join } from 'node:path'
import {
  agentEnvironment,
  agents,
  createEngine,
  createGit,
  createSecretKeeper,
  createSessionHosts,
  createShell,
  DEFAULT_BACKOFF,
  noFailPoints,
  silentLog,
  systemClock,
} from '../../../packages/engine/src/index.ts'
import { openDatabase, openDataFolder } from '../../../packages/persistence/src/index.ts'
import { commandPlan, tempFolder } from '../../../packages/testkit/src/index.ts'
import { noGit } from './no-git.ts'

export interface CoppiceRun {
  tasks: number
  slots: number
  /** The URL of a PostgreSQL database. By default, the database is the embedded one. */
  url?: string
  /** The repository in which the tasks work. By default, they run without git. */
  repositoryPath?: string
  /** Returns the command of a task. By default, it does nothing. */
  command?: (key: string) => string
  /** The name of the project. Git knows by it which tasks are done. */
  name?: string
}

/**
 * Runs tasks on the real engine, with real processes and a durable database. @returns the time from the start of the run to its end, in ms
 */
export async function coppiceMs({
  tasks,
  slots,
  url,
  repositoryPath,
  command,
  name = 'bench',
}: CoppiceRun): Promise<number> {
  await using opened = new AsyncDisposableStack()
  const home = tempFolder('bench')
  const folder = await openDataFolder(home)
  opened.defer(() => folder.release())
  const clock = systemClock
  const { store, claim, close } = await openDatabase({ folder, clock, ...(url && { url }) })
  opened.defer(close)
  const redact = (text: string) => text
  const engine = createEngine({
    ...{
      store,
      clock,
      agents,
      log: silentLog,
      git: repositoryPath ? createGit({ env: process.env }) : noGit(),
      reach: noFailPoints,
      samples: [],
    },
    hosts: createSessionHosts({ root: join(home, 'sessions'), clock, redact, redactOpen: redact, log: silentLog }),
    shell: createShell({ clock, redact, log: silentLog }),
    worktreesRoot: join(home, 'worktrees'),
    quarantineRoot: join(home, 'quarantine'),
    env: agentEnvironment(process.env),
    passed: createSecretKeeper(process.env, []).passed,
    backoff: DEFAULT_BACKOFF,
  })
  opened.defer(() => engine.stop('interrupt'))
  const processes = { self: { pid: process.pid, startTime: '', bootId: '' }, isAlive: () => false }
  await engine.recover(await claim({ folder, processes, tell: () => {} }))
  const { id: projectId } = await engine.createProject({
    name,
    repositoryPath: repositoryPath ?? '/',
    baseBranch: 'main',
  })
  const keys = Array.from({ length: tasks }, (_, index) => `t${index}`)
  const plan = commandPlan(keys.map((key) => ({ key, epic: 'e', run: command?.(key) ?? 'true' })))
  await engine.importPlan({ projectId, source: JSON.stringify(plan) })
  const started = performance.now()
  const { outcome } = await engine.startCodingSessions(projectId, { parallel: true, maxConcurrency: slots })
  const { status, completedTasks } = await outcome
  if (completedTasks !== tasks) throw new Error(`the run ended ${status} with ${completedTasks} of ${tasks} tasks`)
  return performance.now() - started
}
