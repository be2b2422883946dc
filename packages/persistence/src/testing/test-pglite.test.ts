import { expect, test } from 'vitest'
import { openTestDatabase } from './index.ts'
import { sampleProject } from './sample-records.ts'

/** Opens a database, stores a project in it, runs a statement and closes it. @returns the projects and the table that were there before */
async function used(sql: string) {
  const { prisma, store, close } = await openTestDatabase('pglite')
  const projects = await prisma.project.count()
  const [found] = await prisma.$queryRaw<{ table: string | null }[]>`SELECT to_regclass('scratch')::text AS "table"`
  await store.transaction((tx) => tx.insertProject(sampleProject()))
  await prisma.$executeRawUnsafe(sql)
  await close()
  return { projects, table: found?.table }
}

test('each test gets an empty database, also when the test before has changed the schema', async () => {
  for (const sql of ['SELECT 1', 'CREATE TABLE scratch (id INT)', 'SELECT 1'])
    expect(await used(sql)).toEqual({ projects: 0, table: null })
})
