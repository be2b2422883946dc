import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { schemaDrift } from './schema-engine.ts'

/**
 * Returns the SQL that the migrations lack compared to schema.prisma, or null. It uses another adapter than the server, because Prisma's
 * engine cannot read a schema through `@prisma/adapter-pg` 7.10.
 */
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
  // The method of the adapter (0.7.2) does not wait for the script, so its error would be lost.
  return Object.assign(adapter, { executeScript: async (script: string) => void (await pglite.exec(script)) })
}
