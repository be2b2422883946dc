import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObjectId } from './object-id.ts'
import { packedRefs } from './packed-refs.ts'
import { isFullRefName } from './ref-name.ts'

/** With more files, git reads them faster. */
const MOST_FILES = 500

const SYMBOLIC = /^ref:\s*(refs\/\S+)$/

/** The refs that were read: the id of each, or the name of the other ref that it names. */
export interface RefsInFiles {
  ids: ReadonlyMap<string, string>
  symbolic: ReadonlyMap<string, string>
}

/**
 * Reads the refs of the user's repository below some folders from git's files, without a git process.
 *
 * @param folders such as `refs/heads`
 * @returns null when only git can read them: they are in another format, behind links, or many, or git removes a folder of them at this moment
 */
export const refsInFiles = (commonDir: string, folders: readonly string[]): Promise<RefsInFiles | null> =>
  readRefs(commonDir, folders).catch(() => null)

async function readRefs(commonDir: string, folders: readonly string[]): Promise<RefsInFiles | null> {
  if ((await lstat(join(commonDir, 'reftable')).catch(() => null)) !== null) return null
  if (!(await lstat(join(commonDir, 'refs'))).isDirectory()) return null
  // Git writes the packed file before it deletes the files of the refs, so these are read first.
  const names = await namesBelow(commonDir, folders)
  if (names === null) return null
  const texts = await Promise.all(names.map(async (name) => [name, await textOf(join(commonDir, name))] as const))
  const packed = [...packedRefs(await textOf(join(commonDir, 'packed-refs')))]
  const ids = new Map(packed.filter(([name]) => folders.some((folder) => name.startsWith(`${folder}/`))))
  const symbolic = new Map<string, string>()
  for (const [name, text] of texts) {
    const target = SYMBOLIC.exec(text)?.[1]
    if (isObjectId(text)) ids.set(name, text)
    if (target !== undefined) symbolic.set(name, target)
  }
  for (const name of symbolic.keys()) ids.delete(name)
  return { ids, symbolic }
}

/** Compares entries as git sorts refs: by the bytes of their names. */
export const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))

/** @returns null when there are many files, or a link among them */
async function namesBelow(commonDir: string, folders: readonly string[]): Promise<string[] | null> {
  const names: string[] = []
  const left = [...folders]
  for (const folder of left) {
    const found = await lstat(join(commonDir, folder)).catch(() => null)
    if (found === null) continue
    if (!found.isDirectory()) return null
    for (const entry of await readdir(join(commonDir, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`
      if (entry.isDirectory()) left.push(name)
      else if (!entry.isFile()) return null
      else if (isFullRefName(name)) names.push(name)
    }
    if (names.length > MOST_FILES) return null
  }
  return names
}

/** @returns an empty text when the file does not exist, for example because git has deleted the ref meanwhile */
async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return ''
  }
}
