import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import type { Environment } from '../exec/git-environment.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { alternates } from '../slot/borrowing-objects.ts'
import { isOfDead, PROCESS, PROCESS_PATTERN, removeIfPossible } from './left-files.ts'

/** The first digits of the names of Coppice's packs, by which Coppice finds them again. The others are random. */
const MARK = 'c0bb1ce0'

const KEEP = new RegExp(`^coppice ${PROCESS_PATTERN}\n$`)

/** The packs of a repository of the user: the folder, and how long an object id is there. */
export interface PackFolder {
  path: string
  idLength: number
}

/**
 * Moves a pack that git has written into the user's repository. Git finds it from then on, and keeps it until `unkeep` is called.
 *
 * @param from the path without the ending
 * @returns the name without the ending. It is random: with git's own names, two packs with the same objects would share a `.keep` file
 */
export async function addPack({ path, idLength }: PackFolder, from: string): Promise<string> {
  const random = randomBytes(idLength / 2).toString('hex')
  const name = `pack-${MARK}${random.slice(MARK.length)}`
  const to = join(path, name)
  try {
    await writeFile(`${to}.keep`, `coppice ${PROCESS}\n`)
    await asUsersOwn(`${to}.keep`, 'file')
    // Git uses a pack as soon as its index is there, so the index is moved last.
    for (const end of ['.pack', '.idx']) await rename(from + end, to + end)
  } catch (error) {
    for (const end of ['.pack', '.keep']) await removeIfPossible(to + end)
    throw error
  }
  return name
}

/** Lets the user's git remove a pack. If that fails, the pack stays until `removeStale` of a later process. */
export const unkeep = ({ path }: PackFolder, name: string): Promise<void> =>
  rm(join(path, `${name}.keep`), { force: true }).catch(() => {})

/** Lists Coppice's packs without a `.keep` file, by their names without the ending. */
export async function ownPacks({ path }: PackFolder): Promise<string[]> {
  const names = new Set(await readdir(path))
  return namesOfPacks(names).filter((name) => names.has(`${name}.idx`) && !names.has(`${name}.keep`))
}

function namesOfPacks(names: Iterable<string>): string[] {
  const packs = [...names].filter((name) => name.startsWith(`pack-${MARK}`) && name.endsWith('.pack'))
  return packs.map((name) => name.slice(0, -'.pack'.length))
}

/** Creates a folder in which git writes a pack. It is in the folder of packs, which may be a link to another disk, so that the pack can be renamed. */
export const packScratch = ({ path }: PackFolder): Promise<string> => mkdtemp(join(path, `coppice-${PROCESS}-`))

/**
 * Returns the variables with which git writes a pack in `scratch`. Git writes a pack to its folder of objects first, and then renames it. A
 * rename to another disk fails. So `scratch` is the folder of objects, and git reads the objects from `folders`, which may be on other disks.
 */
export const packingIn = (scratch: string, folders: readonly string[]): Environment => ({
  GIT_OBJECT_DIRECTORY: scratch,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates(folders),
})

/**
 * Returns the folders of objects that git reads in a place: the objects of the git directory, and the drafts. The drafts name the objects as
 * their alternates. They are last, because git follows only five alternates in a row, and the objects may have some of their own.
 */
export async function objectFolders({ drafts, commonDir }: GitPlace): Promise<string[]> {
  const own = await drafts?.folder()
  return [join(commonDir, 'objects'), ...(own ? [own] : [])]
}

const SCRATCH = new RegExp(`^coppice-${PROCESS_PATTERN}-`)

const cleaned = new Map<string, Promise<void>>()

/**
 * Removes what processes of Coppice left on this host when they died: folders for packs, packs without an index, and `.keep` files, so that the
 * user's git can remove these packs again. It does so once in this process, before this process creates its first such file. It never fails:
 * what it cannot remove stays for the next process.
 */
export function removeStale(folder: PackFolder): Promise<void> {
  const begun = cleaned.get(folder.path) ?? removeAllStale(folder)
  cleaned.set(folder.path, begun)
  return begun
}

async function removeAllStale({ path }: PackFolder): Promise<void> {
  const names = await readdir(path).catch(() => [])
  for (const name of names.filter((one) => one.endsWith('.keep'))) {
    const text = await readFile(join(path, name), 'utf8').catch(() => '')
    if (isOfDead(KEEP.exec(text))) await removeIfPossible(join(path, name))
  }
  for (const name of namesOfPacks(names))
    if (await isHalfMoved(join(path, name))) await removeIfPossible(join(path, `${name}.pack`))
  // Older versions wrote packs in a folder beside that of the packs.
  for (const folder of [path, dirname(path)])
    for (const name of await readdir(folder).catch(() => []))
      if (isOfDead(SCRATCH.exec(name))) await removeIfPossible(join(folder, name))
}

/** Returns whether `addPack`, or the removal of a pack, was interrupted. A process that moves a pack has its `.keep` file there until the index is. */
const isHalfMoved = async (pack: string): Promise<boolean> =>
  !(await exists(`${pack}.keep`)) && !(await exists(`${pack}.idx`))
