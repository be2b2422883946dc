/**
 * `node scripts/migration.ts NAME` writes a migration with the changes of prisma/schema.prisma that prisma/migrations does not contain yet.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { driftOnPglite } from '../packages/persistence/src/migrations/pglite-drift.ts'
import { MIGRATIONS_FOLDER } from '../prisma/folders.ts'

const [name] = process.argv.slice(2)
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: node scripts/migration.ts NAME (lower-case letters, digits and _)')
  process.exit(2)
}

const script = await driftOnPglite()
if (script === null) {
  console.log('There is nothing to do: the migrations contain all changes of schema.prisma.')
} else {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = new URL(`${time}_${name}/`, MIGRATIONS_FOLDER)
  await mkdir(folder)
  await writeFile(new URL('migration.sql', folder), script)
  console.log(`wrote ${fileURLToPath(folder)}migration.sql`)
}
