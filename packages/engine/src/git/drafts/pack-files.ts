import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import { isRunning } from '../exec/is-running.ts'

/** The first digits of the names of Coppice's packs, by which Coppice finds them again. The others are random. */
const MARK = 'c0bb1ce0'

const KEEP = /^coppice (\d+)\n$/

/** The packs of a repository of the user: the folder, and how long an object id is there. */
export interface PackFolder {
  path: string
  idLength: number
}

/**
 * Moves a pack that git has written into the user's repository. Git finds it from then on.
 *
 * @param from the path without the ending
 * @returns the name without the ending. It is random: with git's own names, two packs with the same objects would share a `.keep` file
 */
export async function addPack({ path, idLength }: PackFolder, from: string, isKept: boolean): Promise<string> {
  const random = randomBytes(idLength / 2).toString('hex')
  const name = `pack-${MARK}${random.slice(MARK.length)}`
  const to = join(path, name)
  if (isKept) {
    await writeFile(`${to}.keep`, `coppice ${process.pid}\n`)
    await asUsersOwn(`${to}.keep`, 'file')
  }
  // Git uses a pack as soon as its index is there, so the index is moved last.
  for (const end of ['.pack', '.idx']) await rename(from + end, to + end)
  return name
}

export const unkeep = ({ path }: PackFolder, name: string): Promise<void> =>
  rm(join(path, `${name}.keep`), { force: true })

/** Lists Coppice's packs without a `.keep` file, by their names without the ending. */
export async function ownPacks({ path }: PackFolder): Promise<string[]> {
  const names = new Set(await readdir(path))
  const packs = [...names].filter((name) => name.startsWith(`pack-${MARK}`) && name.endsWith('.pack'))
  return packs.map((name) => name.slice(0, -'.pack'.length)).filter((name) => !names.has(`${name}.keep`))
}

/** Creates a folder in which git writes a pack. It is on the same disk as the packs, so that the pack can be renamed. */
export const packScratch = ({ path }: PackFolder): Promise<string> =>
  mkdtemp(join(dirname(path), `coppice-${process.pid}-`))

const SCRATCH = /^coppice-(\d+)-/

const cleaned = new Map<string, Promise<void>>()

/**
 * Removes what processes of Coppice left when they died: folders for packs, and `.keep` files, so that the user's git can remove these packs
 * again. It does so once in this process, before this process creates its first such file. So a file with the id of this process is from an
 * earlier one.
 */
export function removeStale(folder: PackFolder): Promise<void> {
  const begun = cleaned.get(folder.path) ?? removeAllStale(folder)
  cleaned.set(folder.path, begun)
  return begun
}

async function removeAllStale({ path }: PackFolder): Promise<void> {
  for (const name of await readdir(path).catch(() => [])) {
    const text = name.endsWith('.keep') ? await readFile(join(path, name), 'utf8').catch(() => '') : ''
    if (isOfDead(KEEP.exec(text))) await rm(join(path, name), { force: true })
  }
  for (const name of await readdir(dirname(path)))
    if (isOfDead(SCRATCH.exec(name))) await rm(join(dirname(path), name), { recursive: true, force: true })
}

function isOfDead(found: RegExpExecArray | null): boolean {
  const pid = Number(found?.[1] ?? Number.NaN)
  return pid === process.pid || (Number.isInteger(pid) && !isRunning(pid))
}
