import { randomUUID } from 'node:crypto'
import { systemClock } from '@coppice/engine/ports/clock'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openServer } from '../database/database.ts'
import { migratePostgres } from '../database/postgres.ts'
import { claimForTest } from '../testing/test-claim.ts'
import { createTestDatabase, dropTestDatabase } from '../testing/test-postgres.ts'
import { TOTALS_OF_SUMS } from '../testing/totals-of-sums.ts'
import { DatabaseTooNew, DatabaseUnfit } from './migrate.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import { driftOnPglite } from './pglite-drift.ts'
import { deployByPrisma } from './schema-engine.ts'

const migration = (name: string, script: string): Migration => ({ name, script, checksum: 'c'.repeat(64) })
const FIRST = migration('1_first', 'CREATE TABLE "First" (id int); CREATE TABLE "Also" (id int);')
const SECOND = migration('2_second', 'ALTER TABLE "First" ADD COLUMN name text;')

let url: string
beforeEach(async () => {
  url = await createTestDatabase('empty')
})
afterEach(async () => {
  await dropTestDatabase(url)
})

async function query<Row>(sql: string, database = url): Promise<Row[]> {
  const client = new pg.Client(database)
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** Stores a plan and a run with these tasks in the way of a version before the migration. The project, epic, run and batch have the same id. */
async function storeOldTasks(id: string, settings: readonly object[]): Promise<void> {
  await query(`
    INSERT INTO "Project" (id, name, "repositoryPath", "baseBranch", settings, "createdAt")
      VALUES ('${id}', 'old', '/old', 'main', '{}', now());
    INSERT INTO "Epic" (id, "projectId", key, name, priority, position) VALUES ('${id}', '${id}', 'e', 'E', 1, 0);
    INSERT INTO "Run" (id, "projectId", number, mode, status, strategy, isolation, "maxConcurrency", branch, "baseBranch", "baseCommit",
        settings, "carriedRunIds", "totalBatches", "totalTasks", "createdAt", "deliveryStatus")
      VALUES ('${id}', '${id}', 1, 'PARALLEL', 'COMPLETED', 'BATCHES', 'TASK', 1, 'b', 'main', 'c', '{}', '[]', 1, 3, now(), 'DELIVERED');
    INSERT INTO "Batch" (id, "runId", number, status) VALUES ('${id}', '${id}', 1, 'COMPLETED');`)
  for (const [position, of] of settings.entries())
    await query(`
      WITH task AS (INSERT INTO "Task" (id, "projectId", "epicId", key, description, priority, position, settings)
        VALUES (gen_random_uuid(), '${id}', '${id}', 't${position}', 'T', 1, ${position}, '${JSON.stringify(of)}') RETURNING *)
      INSERT INTO "RunTask" (id, "runId", "batchId", "taskId", position, key, "epicKey", "epicName", description, agent, settings,
          "dependsOn", status, "conflictFiles")
        SELECT gen_random_uuid(), '${id}', '${id}', id, position, key, 'e', 'E', description, 'command', settings, '[]', 'COMPLETED', '[]'
          FROM task`)
}

const tables = () => query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")

describe('migrations', () => {
  it('lead to the schema of schema.prisma', async () => {
    expect(await driftOnPglite()).toBeNull()
  })

  it('are applied once each, in order', async () => {
    expect(await migratePostgres(url, [FIRST])).toEqual(['1_first'])
    expect(await migratePostgres(url, [FIRST, SECOND])).toEqual(['2_second'])
    expect(await migratePostgres(url, [FIRST, SECOND])).toEqual([])
    expect(await query('SELECT name FROM "First"')).toEqual([])
  })

  it('are applied once if several servers start at the same time', async () => {
    const migrations = await readMigrations()
    const applied = await Promise.all(Array.from({ length: 8 }, () => migratePostgres(url)))
    expect(applied.flat()).toEqual(migrations.map((each) => each.name))
  })

  it('keep older tokens; if two valid tokens have the same name, the newer token keeps the name', async () => {
    const migrations = await readMigrations()
    const before = migrations.findIndex(({ name }) => name.endsWith('_access_tokens'))
    await migratePostgres(url, migrations.slice(0, before))
    await query(`INSERT INTO "AccessToken" (id, name, role, hash, "createdAt", "revokedAt")
      SELECT gen_random_uuid(), name, 'ADMIN', hash, made::timestamptz, over::timestamptz FROM (VALUES
        ('admin', 'a', '2026-01-01', NULL), ('admin', 'b', '2026-01-02', NULL), ('admin', 'c', '2026-01-03', '2026-01-04')
      ) AS old (name, hash, made, over)`)
    await migratePostgres(url, migrations)
    expect(await query('SELECT hash, "liveName", "expiresAt" FROM "AccessToken" ORDER BY hash')).toEqual([
      { hash: 'a', liveName: null, expiresAt: null },
      { hash: 'b', liveName: 'admin', expiresAt: null },
      { hash: 'c', liveName: null, expiresAt: null },
    ])
  })

  it('keep the settings of older tasks, and move settings of a kind of agent to `agent`', async () => {
    const migrations = await readMigrations()
    const before = migrations.findIndex(({ name }) => name.endsWith('_agent_settings'))
    await migratePostgres(url, migrations.slice(0, before))
    const projectId = randomUUID()
    const common = { provider: null, model: 'm', timeoutMs: 1_000, stallMs: 500, maxAttempts: 2, files: ['a'] }
    const stored = [
      { ...common, agent: 'command', run: './do.sh', resolve: null },
      { ...common, agent: 'command', run: './do.sh', resolve: './both.sh', command: null },
      { ...common, agent: 'of-a-later-time', run: null, resolve: null },
    ]
    await storeOldTasks(projectId, stored)
    await migratePostgres(url, migrations)
    const { store, close } = await openServer(url, systemClock)
    onTestFinished(close)
    const added = { uses: [], domain: null, labels: [], sandbox: 'off', sandboxHosts: [] }
    const settings = [
      {
        ...common,
        ...added,
        agent: { kind: 'command', run: './do.sh', resolve: null, output: 'text', billing: 'tokens' },
      },
      {
        ...common,
        ...added,
        agent: { kind: 'command', run: './do.sh', resolve: './both.sh', output: 'text', billing: 'tokens' },
      },
      { ...common, ...added, agent: { kind: 'of-a-later-time' } },
    ]
    expect((await store.plan(projectId)).tasks.map((task) => task.settings)).toEqual(settings)
    expect((await store.runTasks(projectId)).map((task) => task.settings)).toEqual(settings)
  })

  it('R6: let the first server take up runs of an older version; they then belong to its data folder', async () => {
    const migrations = await readMigrations()
    const before = migrations.findIndex(({ name }) => name.endsWith('_run_commands'))
    await migratePostgres(url, migrations.slice(0, before))
    await query(`INSERT INTO "Project" (id, name, "repositoryPath", "baseBranch", settings, "createdAt")
      VALUES (gen_random_uuid(), 'old', '/srv/old', 'main', '{}', now())`)
    await query(`INSERT INTO "Run" (id, "projectId", "activeProjectId", number, mode, status, strategy, isolation, "maxConcurrency",
        branch, "baseCommit", settings, "carriedRunIds", "totalBatches", "totalTasks", "createdAt", "deliveryStatus")
      SELECT gen_random_uuid(), id, id, 1, 'PARALLEL', 'RUNNING', 'BATCHES', 'TASK', 3, 'refs/heads/coppice/run-1', 'c', '{}', '[]',
        1, 1, now(), 'PENDING' FROM "Project"`)
    const database = await openServer(url, systemClock)
    const [run] = await database.store.activeRuns()
    expect(run).toMatchObject({ ownerEpoch: 0, folder: null, lastCommand: 0 })
    const claim = await claimForTest(database)
    const taken = await database.store.transaction((tx) => tx.takeRun(run?.id ?? '', claim))
    expect(taken).toMatchObject({ ownerEpoch: claim.epoch, folder: claim.folder })
    await database.close()
  })

  it('I1: move the slots of older sessions to a column of their own', async () => {
    const migrations = await readMigrations()
    const before = migrations.findIndex(({ name }) => name.endsWith('_session_slot'))
    await migratePostgres(url, migrations.slice(0, before))
    const projectId = randomUUID()
    await storeOldTasks(projectId, [{ agent: { kind: 'command', run: 'true', resolve: null } }])
    const paths = ['/data/worktrees/p/run-1/slot-0', '/data/worktrees/p/run-1/slot-12', '/elsewhere']
    for (const [index, path] of paths.entries())
      await query(`INSERT INTO "Session" (id, "projectId", "runId", "runTaskId", number, kind, attempt, agent, status, prompt,
          "worktreePath", "startCommit", "provenCommits", "startedAt")
        SELECT gen_random_uuid(), '${projectId}', '${projectId}', id, ${index + 7}, 'WORK', 1, 'command', 'RUNNING', '', '${path}', 'c', '[]',
          now() FROM "RunTask"`)
    await migratePostgres(url, migrations)
    const { store, close } = await openServer(url, systemClock)
    onTestFinished(close)
    const sessions = await store.sessions(projectId)
    expect(sessions.map(({ slot }) => slot)).toEqual([0, 12, 9])
    expect(sessions.map(({ worktreePath }) => worktreePath)).toEqual(paths)
    expect(sessions.map(({ conversationId }) => conversationId)).toEqual([null, null, null])
    expect(sessions.map(({ baseCommit }) => baseCommit)).toEqual(['c', 'c', 'c'])
    expect(sessions.map(({ provider }) => provider)).toEqual(['command', 'command', 'command'])
  })

  it('M1: add the sums of an older ledger up by each key, and keep them growing', async () => {
    const migrations = await readMigrations()
    const before = migrations.findIndex(({ name }) => name.endsWith('_ledger_totals'))
    await migratePostgres(url, migrations.slice(0, before))
    const projectId = randomUUID()
    const runId = randomUUID()
    await storeOldTasks(projectId, [{ agent: { kind: 'acp' } }, { agent: { kind: 'acp' } }])
    await query(`UPDATE "Run" SET id = '${runId}'`)
    await query(`INSERT INTO "Session" (id, "projectId", "runId", "runTaskId", number, kind, attempt, agent, provider, status, prompt, slot,
        "baseCommit", "startCommit", "provenCommits", "startedAt", domain)
      SELECT gen_random_uuid(), '${projectId}', "runId", id, position + 7, 'WORK', 1, 'acp', 'acp', 'RUNNING', '', 0, 'c', 'c', '[]',
        now(), CASE position WHEN 0 THEN 'api' END FROM "RunTask"`)
    await query(`INSERT INTO "LedgerSum"
      SELECT id, name, '2026-11-24', "projectId", "runId", "runTaskId", 'e', kind, attempt, agent, 2, 1, 0, 10, 0, 0, 0, 0, 7, 0, 0, 0, 7, 0
        FROM "Session", (VALUES ('m-1'), ('m-2')) AS model (name)`)
    await migratePostgres(url, migrations)
    const { store, close } = await openServer(url, systemClock)
    onTestFinished(close)
    const [first] = await store.sessions(runId)
    const at = Date.UTC(2026, 10, 24)
    const tokens = { inputTokens: 1, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0 }
    const entry = {
      ...tokens,
      requestId: 'new',
      model: 'm-1',
      at,
      partial: false,
      reportedCostMicroUsd: null,
      cost: null,
    }
    await store.transaction((tx) => tx.insertLedgerEntries(first?.id ?? '', [entry]))
    const totals = await query<Record<string, unknown>>(`SELECT * FROM "LedgerTotal" WHERE "scopeId" = '${runId}'`)
    const shown = totals.map(
      (row) =>
        `${row.dimension} ${row.key} ${row.agent}: ${row.tasks} ${row.sessions} ${row.requests} ${row.costMicroUsd}`,
    )
    expect(shown.toSorted()).toEqual([
      ...['ATTEMPT WORK 1 : 2 2 9 28', 'BATCH 1 : 2 2 9 28', 'DAY 2026-11-24 : 2 2 9 28', 'DOMAIN api : 1 1 5 14'],
      ...[
        'DOMAIN none : 1 1 4 14',
        'EPIC e : 2 2 9 28',
        'MODEL m-1 acp: 2 2 5 14',
        'MODEL m-2 acp: 2 2 4 14',
        'RUN 1 : 2 2 9 28',
      ],
      ...['SESSION 7 : 1 1 5 14', 'SESSION 8 : 1 1 4 14', 'TASK t0 : 1 1 5 14', 'TASK t1 : 1 1 4 14'],
    ])
    expect(
      await query(`SELECT "sessionNumber", domain, count(*)::int FROM "LedgerSum" GROUP BY 1, 2 ORDER BY 1`),
    ).toEqual([
      { sessionNumber: 7, domain: 'api', count: 2 },
      { sessionNumber: 8, domain: 'none', count: 2 },
    ])
    const stored = 'SELECT * FROM "LedgerTotal"'
    expect(
      await query(`(${stored} EXCEPT ALL ${TOTALS_OF_SUMS}) UNION ALL (${TOTALS_OF_SUMS} EXCEPT ALL ${stored})`),
    ).toEqual([])
  })

  it('change nothing if one of them fails', async () => {
    const broken = migration('2_second', 'CREATE TABLE "Half" (id int); SELECT nonsense;')
    await expect(migratePostgres(url, [FIRST, broken])).rejects.toThrow('nonsense')
    expect(await tables()).toEqual([])
    expect(await migratePostgres(url, [FIRST, SECOND])).toEqual(['1_first', '2_second'])
  })

  it('refuse a database that a newer version has used, and name its unknown migrations', async () => {
    await migratePostgres(url, [FIRST, SECOND])
    const refusal = await migratePostgres(url, [FIRST]).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(DatabaseTooNew)
    expect(String(refusal)).toMatch(/newer version of Coppice.*2_second.*start that version/)
  })

  it('refuse a database with other tables, and do not change it', async () => {
    await query('CREATE TABLE customers (id int)')
    await expect(migratePostgres(url, [FIRST])).rejects.toThrow(DatabaseUnfit)
    expect(await tables()).toEqual([{ name: 'customers' }])
  })

  it('refuse a database in which prisma migrate has failed halfway', async () => {
    await migratePostgres(url, [FIRST])
    await query("UPDATE _prisma_migrations SET finished_at = NULL, logs = 'it broke'")
    await expect(migratePostgres(url, [FIRST])).rejects.toThrow(/1_first.*prisma migrate resolve/)
  })

  it('are recorded like those of Prisma, so that prisma migrate and Coppice can be used in turn', async () => {
    await migratePostgres(url)
    expect(await deployByPrisma(new PrismaPg(url))).toEqual([])
    const other = await createTestDatabase('empty')
    try {
      expect(await deployByPrisma(new PrismaPg(other))).toHaveLength((await readMigrations()).length)
      expect(await migratePostgres(other)).toEqual([])
      const rows =
        'SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at FROM _prisma_migrations ORDER BY migration_name'
      const columns = `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
        FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY column_name`
      for (const sql of [rows, columns]) expect(await query(sql)).toEqual(await query(sql, other))
    } finally {
      await dropTestDatabase(other)
    }
  })
})
