import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Returns the id of a data folder, which is kept in a file in the folder. The first call creates it. The caller has the folder's lock. */
export async function folderId(path: string): Promise<string> {
  const file = join(path, 'folder-id')
  const stored = await readFile(file, 'utf8').catch(() => '')
  if (ID.test(stored.trim())) return stored.trim()
  const id = randomUUID()
  await writeFile(file, `${id}\n`, { mode: 0o600 })
  return id
}
