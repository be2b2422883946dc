import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of a data folder: made once, and kept in it, so that the folder is known again after it was moved. Hold the folder's lock. */
export async function folderId(path: string): Promise<string> {
  const file = join(path, 'folder-id')
  const stored = await readFile(file, 'utf8').catch(() => '')
  if (ID.test(stored.trim())) return stored.trim()
  const id = randomUUID()
  await writeFile(file, `${id}\n`, { mode: 0o600 })
  return id
}
