import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tempFolder } from '../../../packages/testkit/src/index.ts'

const PEERS = fileURLToPath(new URL('./peers', import.meta.url))
const QUIET = { NX_DAEMON: 'false', NX_TUI: 'false', NX_INTERACTIVE: 'false', CI: 'true', WIREIT_LOGGER: 'quiet' }

/** Installs them where they are not yet; needs the npm registry once. */
export function installPeers(): void {
  const quietly = ['--ignore-workspace', '--ignore-scripts', '--frozen-lockfile', '--silent']
  execFileSync('pnpm', ['install', ...quietly], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** ms that DBOS takes for so many workflows of one step that spawns `true`, in the PostgreSQL database at `url`. */
export const dbosMs = (url: string, tasks: number, slots: number): number =>
  timedByItself('dbos.mjs', url, tasks, slots)

/** As above, for jobs of graphile-worker. */
export const graphileWorkerMs = (url: string, tasks: number, slots: number): number =>
  timedByItself('graphile-worker.mjs', url, tasks, slots)

/** A program of `peers/` prints the ms that its work took, without its own start. */
function timedByItself(program: string, url: string, tasks: number, slots: number): number {
  const args = ['--no-deprecation', join(PEERS, program), url, String(tasks), String(slots)]
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8' })
  return Number(printed.trim().split('\n').at(-1))
}

/** ms that so many tasks of `true` take it; nothing is kept for a next time. */
export function wireitMs(tasks: number, slots: number): number {
  const keys = keysOf(tasks)
  const folder = peersFolder()
  const scripts = { all: 'wireit', ...Object.fromEntries(keys.map((key) => [key, 'wireit'])) }
  const wireit = { all: { dependencies: keys }, ...Object.fromEntries(keys.map((key) => [key, { command: 'true' }])) }
  writeJson(join(folder, 'package.json'), { name: 'peer', private: true, scripts, wireit })
  return timed(folder, 'npm', ['run', 'all'], { WIREIT_PARALLEL: String(slots), WIREIT_CACHE: 'none' })
}

/** As above; of the projects it sees to, each has one task. */
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
