import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { open, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { until } from '@coppice/testkit'
import pg from 'pg'
import { type PostgresPrograms, postgresPrograms } from './postgres-programs.ts'

export interface TestPostgres {
  url(database: string): string
  /** Creates an empty database. @returns its URL */
  create(database: string): Promise<string>
  /** Ends the server and removes its folder. When this process ends in any way, the same happens. */
  stop(): void
}

/** Starts a PostgreSQL server. @param durable whether a commit survives a power cut, which tests do not need */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const programs = await postgresPrograms()
  const port = await freePort()
  const password = randomUUID()
  const databaseDir = join(programs.folder, 'data')
  await initialise(programs, databaseDir, password)
  await launch(programs, databaseDir, port, durable)
  const url = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
  await until('PostgreSQL to accept connections', () => accepts(url('postgres')))
  const guard = await guardOf(databaseDir, programs.folder)
  return {
    url,
    async create(database) {
      await execute(url('postgres'), `CREATE DATABASE ${database}`)
      return url(database)
    },
    stop: () => guard.end(),
  }
}

export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function initialise({ initdb, folder, as }: PostgresPrograms, databaseDir: string, password: string) {
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o644 })
  const options = ['--auth=password', '--username=postgres', '--no-sync', '--encoding=UTF8', '--locale=C']
  execFileSync(initdb, [`--pgdata=${databaseDir}`, `--pwfile=${passwordFile}`, ...options], { ...as, stdio: 'pipe' })
}

/** Starts the server. It runs until the guard ends it (`guardOf`). */
async function launch({ postgres, folder, as }: PostgresPrograms, databaseDir: string, port: number, durable: boolean) {
  const log = await open(join(folder, 'server.log'), 'a')
  const settings = [`fsync=${durable ? 'on' : 'off'}`, 'unix_socket_directories=', 'max_connections=200'].flatMap(
    (one) => ['-c', one],
  )
  const server = spawn(postgres, ['-D', databaseDir, '-p', String(port), ...settings], {
    ...as,
    stdio: ['ignore', log.fd, log.fd],
  })
  server.unref()
  await log.close()
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client(url)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Starts a shell that ends the server when this process ends, even by SIGKILL. The shell notices it because its input is closed. */
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
