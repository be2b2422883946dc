import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tempFolder } from '../../../packages/testkit/src/index.ts'

const PEERS = fileURLToPath(new URL('./peers', import.meta.url))
const QUIET = { NX_DAEMON: 'false', NX_TUI: 'false', NX_INTERACTIVE: 'false', CI: 'true', WIREIT_LOGGER: 'quiet' }

/** Installs the tools with which Coppice is compared (the peers), unless they are installed. This needs the npm registry once. */
export function installPeers(): void {
  const quietly = ['--ignore-workspace', '--ignore-scripts', '--frozen-lockfile', '--silent']
  execFileSync('pnpm', ['install', ...quietly], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Returns the time in ms that DBOS takes for workflows with one step that spawns `true`, with the PostgreSQL database at `url`. */
export const dbosMs = (url: string, tasks: number, slots: number): number =>
  timedByItself('dbos.mjs', url, tasks, slots)

/** Returns the time in ms that graphile-worker takes for jobs that spawn `true`, with the PostgreSQL database at `url`. */
export const graphileWorkerMs = (url: string, tasks: number, slots: number): number =>
  timedByItself('graphile-worker.mjs', url, tasks, slots)

/** Runs a program of `peers/`, which prints the time of its work in ms. The time in which the program starts is not included. */
function timedByItself(program: string, url: string, tasks: number, slots: number): number {
  const args = ['--no-deprecation', join(PEERS, program), url, String(tasks), String(slots)]
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' })
  return Number(printed.trim().split('\n').at(-1))
}

/** Returns the time in ms that wireit takes for scripts that run `true`, without its cache. */
export function wireitMs(tasks: number, slots: number): number {
  const keys = keysOf(tasks)
  const folder = peersFolder()
  const scripts = { all: 'wireit', ...Object.fromEntries(keys.map((key) => [key, 'wireit'])) }
  const wireit = { all: { dependencies: keys }, ...Object.fromEntries(keys.map((key) => [key, { command: 'true' }])) }
  writeJson(join(folder, 'package.json'), { name: 'peer', private: true, scripts, wireit })
  return timed(folder, 'npm', ['run', 'all'], { WIREIT_PARALLEL: String(slots), WIREIT_CACHE: 'none' })
}

/** Returns the time in ms that `nx run-many` takes for projects with one task that runs `true`, without its cache. */
export function nxMs(tasks: number, slots: number): number {
  const folder = peersFolder()
  writeJson(join(folder, 'package.json'), { name: 'peer', private: true })
  writeJson(join(folder, 'nx.json'), { neverConnectToCloud: true, analytics: false })
  for (const key of keysOf(tasks)) {
    mkdirSync(join(folder, 'projects', key), { recursive: true })
    const targets = { work: { executor: 'nx:run-commands', options: { command: 'true' } } }
    writeJson(join(folder, 'projects', key, 'project.json'), { name: key, targets })
  }
  const args = ['run-many', '-t', 'work', `--parallel=${slots}`, '--skip-nx-cache', '--outputStyle=static']
  return timed(folder, 'node_modules/.bin/nx', args, {})
}

const keysOf = (tasks: number): string[] => Array.from({ length: tasks }, (_, index) => `t${index}`)

function peersFolder(): string {
  const folder = tempFolder('peer')
  symlinkSync(join(PEERS, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

const writeJson = (path: string, value: object): void => writeFileSync(path, JSON.stringify(value))

function timed(cwd: string, program: string, args: readonly string[], env: Record<string, string>): number {
  const started = performance.now()
  execFileSync(program, args, {
    cwd,
    env: { ...process.env, ...QUIET, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return performance.now() - started
}
