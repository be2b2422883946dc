import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@coppice/engine/ports/clock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartProblem } from '../start-problem.ts'
import { copyTestPglite } from '../testing/test-pglite.ts'
import { openEmbedded } from './database.ts'
import { openPglite } from './pglite.ts'
import { POSTGRES_VERSION } from './pglite-folder.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coppice-damage-'))
  path = join(folder, 'database')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const inside = (...names: string[]) => join(path, ...names)
const overwrite = async (file: string) => writeFile(file, randomBytes((await stat(file)).size))

/** Returns the message of a failed start, and checks that it is one line. */
async function refusal(): Promise<string> {
  const error: unknown = await openPglite(path).then(
    async (pglite) => pglite.close(),
    (refused: unknown) => refused,
  )
  expect(error).toBeInstanceOf(StartProblem)
  const { name, message } = error as StartProblem
  expect(message).not.toContain('\n')
  return `${name}: ${message}`
}

describe('the embedded database', () => {
  it('can be read only by its owner, and has the expected version of PostgreSQL', async () => {
    await (await openPglite(path)).close()
    expect((await readFile(inside('PG_VERSION'), 'utf8')).trim()).toBe(POSTGRES_VERSION)
    const names = await readdir(path, { recursive: true })
    const modes = await Promise.all(names.map(async (name) => (await stat(inside(name))).mode & 0o077))
    expect(modes.filter((open) => open !== 0)).toEqual([])
    expect(await readdir(folder)).toEqual(['database'])
  })
})

describe('R1: a damaged database is refused in one line that says what to do, and is not deleted:', () => {
  beforeEach(() => copyTestPglite(path))

  it.each([
    ['no PG_VERSION', () => rm(inside('PG_VERSION')), /its file PG_VERSION is missing/],
    ['a torn PG_VERSION', () => truncate(inside('PG_VERSION')), /its file PG_VERSION is damaged/],
    ['no control file', () => rm(inside('global', 'pg_control')), /PostgreSQL exits when it opens the database/],
    [
      'another control file',
      () => overwrite(inside('global', 'pg_control')),
      /PostgreSQL exits when it opens the database/,
    ],
    ['a log that is torn', () => tearLog(), /PostgreSQL exits when it opens the database/],
    ['no tables', () => rm(inside('base'), { recursive: true }), /PostgreSQL exits when it opens the database/],
  ])('%s', async (_, damage, why) => {
    await damage()
    const before = await readdir(path)
    const message = await refusal()
    expect(message).toMatch(why)
    expect(message).toMatch(
      /^DatabaseDamaged: The database in \S+ is damaged .*Restore a copy of this folder, or move it away .*mv \S+ \S+\.damaged\./,
    )
    expect(await readdir(path)).toEqual(expect.arrayContaining(before))
  })

  it('a table, whose damage is found when it is read', async () => {
    const pglite = await openPglite(path)
    const { rows } = await pglite.query<{ file: string }>(`SELECT pg_relation_filepath('"AccessToken_pkey"') AS file`)
    await pglite.close()
    await overwrite(inside(rows[0]?.file ?? ''))
    const database = await openEmbedded(path, systemClock)
    const id = '00000000-0000-0000-0000-000000000000'
    const error: unknown = await database.prisma.accessToken.findUnique({ where: { id } }).catch((one: unknown) => one)
    expect(String(database.asStartProblem(error))).toMatch(/^DatabaseDamaged: The database in \S+ is damaged \(/)
    const other = new Error('Unique constraint failed')
    expect(database.asStartProblem(other)).toBe(other)
    await database.close()
  })

  async function tearLog(): Promise<void> {
    const [log = ''] = (await readdir(inside('pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name)).toSorted()
    await overwrite(inside('pg_wal', log))
  }
})

describe('files that are not a database of Coppice are refused and not changed:', () => {
  it('a database of another version of PostgreSQL', async () => {
    await copyTestPglite(path)
    await writeFile(inside('PG_VERSION'), '16\n')
    expect(await refusal()).toMatch(
      /has the format of PostgreSQL 16, but this version of Coppice uses PostgreSQL 18\. Start the version/,
    )
  })

  it('a file, and a folder of another program', async () => {
    await writeFile(path, 'notes')
    expect(await refusal()).toMatch(/Coppice cannot keep its database in \S+, because this path is not a folder\. Move/)
    path = await mkdtemp(join(folder, 'other-'))
    await writeFile(inside('README.md'), 'notes')
    await chmod(path, 0o755)
    expect(await refusal()).toMatch(/contains other files \(README\.md\)/)
    expect(await readdir(path)).toEqual(['README.md'])
  })
})
