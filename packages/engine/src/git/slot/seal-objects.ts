import { lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Files with which git finds objects faster. An agent can make them lie about its objects. */
const SHORTCUTS = /^(?:info\/commit-graphs?|pack\/multi-pack-index.*|pack\/.*\.(?:bitmap|rev|mtimes))$/

/**
 * Makes a folder of objects that an agent wrote safe to read (I2). It removes everything except plain files and folders, and names only
 * `alternate` as a further folder of objects. Otherwise an agent could have Coppice carry objects from another repository on this machine.
 */
export async function sealObjects(objects: string, alternate: string): Promise<void> {
  if (!(await lstat(objects).catch(() => null))?.isDirectory()) await rm(objects, { recursive: true, force: true })
  await removeOthers(objects, '')
  await mkdir(join(objects, 'info'), { recursive: true })
  await rm(join(objects, 'info/alternates'), { recursive: true, force: true })
  await writeFile(join(objects, 'info/alternates'), `${alternate}\n`)
}

async function removeOthers(objects: string, folder: string): Promise<void> {
  for (const entry of await readdir(join(objects, folder), { withFileTypes: true }).catch(() => [])) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    const isPlain = entry.isFile() || entry.isDirectory()
    if (!isPlain || SHORTCUTS.test(path)) await rm(join(objects, path), { recursive: true, force: true })
    else if (entry.isDirectory()) await removeOthers(objects, path)
  }
}
