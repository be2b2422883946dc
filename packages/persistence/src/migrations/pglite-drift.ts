import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { schemaDrift } from './schema-engine.ts'

/** What schema.prisma says and the migrations do not, by a PGlite in memory: the engine cannot read a schema through `@prisma/adapter-pg` (7.10). */
export async function driftOnPglite(): Promise<string | null> {
  const pglite = new PGlite()
  try {
    const connect = () => connected(pglite)
    return await schemaDrift({ provider: 'postgres', adapterName: 'pglite', connect, connectToShadowDb: connect })
  } finally {
    await pglite.close()
  }
}

async function connected(pglite: PGlite) {
  const adapter = await new PrismaPGlite(pglite).connect()
  // Its own (0.7.2) does not wait for a script, so that its error is nobody's.
  return Object.assign(adapter, { executeScript: async (script: string) => void (await pglite.exec(script)) })
}
