import { PGlite } from '@electric-sql/pglite'
import { pgliteAdapter } from '../database/pglite-adapter.ts'
import { schemaDrift } from './schema-engine.ts'

/** What schema.prisma says and the migrations do not, by a PGlite in memory: the engine cannot read a schema through `@prisma/adapter-pg` (7.10). */
export async function driftOnPglite(): Promise<string | null> {
  const pglite = new PGlite()
  try {
    const adapter = pgliteAdapter(pglite)
    return await schemaDrift({ ...adapter, connectToShadowDb: adapter.connect })
  } finally {
    await pglite.close()
  }
}
