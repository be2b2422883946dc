import { afterAll, beforeAll, describe } from 'vitest'
import { openTestDatabase, TEST_DATABASES, type TestDatabase, type TestDatabaseKind } from './index.ts'

/** Defines the same tests for the embedded database and for a PostgreSQL server. */
export function onEachDatabase(
  title: string,
  tests: (database: () => TestDatabase, kind: TestDatabaseKind) => void,
): void {
  describe.each(TEST_DATABASES)(`${title}, on %s`, (kind) => {
    let opened: TestDatabase | undefined
    beforeAll(async () => {
      opened = await openTestDatabase(kind)
    })
    afterAll(async () => {
      await opened?.close()
    })
    tests(() => {
      if (!opened) throw new Error('the database is not open yet')
      return opened
    }, kind)
  })
}
