import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { MIGRATIONS_FOLDER } from '@coppice/prisma/folders'

export interface Migration {
  /** The name of the folder, such as `20260101120000_init`. Names in alphabetical order are in the order of creation. */
  name: string
  script: string
  /** The SHA-256 hash of the script, in hex. Prisma stores it for an applied migration. */
  checksum: string
}

/** Returns the migrations of this version, oldest first. */
export async function readMigrations(folder: URL = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map((name) => readMigration(folder, name)))
}

async function readMigration(folder: URL, name: string): Promise<Migration> {
  const script = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8')
  return { name, script, checksum: createHash('sha256').update(script).digest('hex') }
}
