import { copyFile, lstat, mkdir, readlink, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { GitPlace } from '../../exec/git-place.ts'
import { GITLINK } from '../../worktree/worktree-index.ts'
import { hiddenEditsObstacle } from '../hidden-edits.ts'
import { notCommitted, obstacleWords } from '../obstacles.ts'
import { asCheckedOut } from './as-checked-out.ts'
import type { Move } from './move.ts'
import type { FilePrint, MoveSteps } from './move-journal.ts'
import { cannotChange, changedMeanwhile, MoveRefused } from './move-refused.ts'
import { isAbsent, printOf } from './print-of.ts'
import { copyUntrackedAttributes, type EntryChange, foldersOf, setFlag, stagePlace } from './stage-tree.ts'

/**
 * Plans what to do with each path. Every file that the move replaces or removes is copied first, and git compares the copy with the index.
 * So each print is that of a file without an edit. Later, `swapFiles` compares each file with its print, to find an edit made since.
 * @throws MoveRefused when a file has an edit
 */
export async function planSteps(move: Move, changes: readonly EntryChange[]): Promise<MoveSteps> {
  const taken = changes.filter(({ before }) => before !== null && before.mode !== GITLINK)
  const placed = changes.filter(({ after }) => after !== null && after.mode !== GITLINK)
  await copyTaken(
    move,
    taken.map(({ path }) => path),
  )
  await assertWithoutEdits(move, taken)
  const take = await printsIn(
    move,
    'was',
    taken.map(({ path }) => path),
  )
  const place = await printsIn(
    move,
    'new',
    placed.map(({ path }) => path),
  )
  const links = changes.filter(({ after }) => after?.mode === GITLINK).map(({ path }) => path)
  const oldLinks = changes.filter(({ before, after }) => before?.mode === GITLINK && after?.mode !== GITLINK)
  return {
    take,
    place,
    newFolders: await absentFolders(move, [...place.flatMap(({ path }) => foldersOf(path)), ...links]),
    oldFolders: await foldersNow(move, [
      ...take.flatMap(({ path }) => foldersOf(path)),
      ...oldLinks.map(({ path }) => path),
    ]),
  }
}

async function copyTaken(move: Move, paths: readonly string[]): Promise<void> {
  const real = new Set<string>()
  for (const path of paths) {
    try {
      await assertRealFolders(move, path, real)
      await copyAsIs(move.inCheckout(path), move.inStage('was', path))
    } catch (error) {
      if (isAbsent(error)) throw changedMeanwhile(move.inCheckout(path))
      throw cannotChange(move.inCheckout(path), error)
    }
  }
}

/** Checks that no folder of a path is a symbolic link, through which a write would leave the checkout. */
async function assertRealFolders(move: Move, path: string, real: Set<string>): Promise<void> {
  for (const folder of foldersOf(path)) {
    if (real.has(folder)) continue
    if (!(await lstat(move.inCheckout(folder))).isDirectory()) throw changedMeanwhile(move.inCheckout(folder))
    real.add(folder)
  }
}

async function copyAsIs(from: string, to: string): Promise<void> {
  const stats = await lstat(from)
  await mkdir(dirname(to), { recursive: true })
  if (stats.isSymbolicLink()) return symlink(await readlink(from), to)
  if (!stats.isFile()) throw changedMeanwhile(from)
  await copyFile(from, to)
}

/** Compares the copies with the index by their content. The flags by which git would not look at a file are taken away first. */
async function assertWithoutEdits(move: Move, taken: readonly EntryChange[]): Promise<void> {
  if (taken.length === 0) return
  const { repo, journal } = move
  await copyFile(move.inGit('index.old'), move.inGit('index.was'))
  const place: GitPlace = stagePlace(move, 'was')
  const hidden = taken.filter(({ before }) => before?.hidden).map(({ path }) => path)
  for (const flag of ['--no-assume-unchanged', '--no-skip-worktree']) await setFlag(move, place, flag, hidden)
  const paths = taken.map(({ path }) => path)
  await copyUntrackedAttributes(move, await trackedAttributes(move, place), paths, 'was')
  const diff = ['diff', '--name-only', '-z', '--diff-filter=d', '--ignore-submodules=all', '--no-ext-diff']
  const changed = (await repo.git.bytes(place, diff)).toString('utf8').split('\0').filter(Boolean)
  const ours = new Set(paths)
  const different = changed.filter((path) => ours.has(path))
  if (different.length === 0) return
  const unedited = new Set(await asCheckedOut(move, place, different))
  const edited = different.filter((path) => !unedited.has(path))
  if (edited.length === 0) return
  const secret = taken.flatMap(({ path, before }) =>
    before?.hidden && edited.includes(path) ? [{ path, flag: before.hidden }] : [],
  )
  if (secret.length < edited.length) throw new MoveRefused(obstacleWords(notCommitted(journal.path, edited)))
  throw new MoveRefused(obstacleWords(hiddenEditsObstacle(journal.path, secret)))
}

async function trackedAttributes({ repo }: Move, place: GitPlace): Promise<{ path: string }[]> {
  const listed = await repo.git.bytes(place, ['ls-files', '-z', '--', '.gitattributes', '**/.gitattributes'])
  return listed
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((path) => ({ path }))
}

async function printsIn(move: Move, folder: 'new' | 'was', paths: readonly string[]): Promise<FilePrint[]> {
  const prints: FilePrint[] = []
  for (const path of paths) {
    const print = await printOf(move.inStage(folder, path))
    if (print === null) throw new MoveRefused(`git did not write ${move.inCheckout(path)}`)
    prints.push({ path, print })
  }
  return prints
}

/** Returns the folders that the move has to make, also those at whose path a file is now. */
async function absentFolders(move: Move, folders: readonly string[]): Promise<string[]> {
  const absent: string[] = []
  for (const folder of inOrder(folders)) if ((await modeOfFolder(move, folder)) === null) absent.push(folder)
  return absent
}

async function foldersNow(move: Move, folders: readonly string[]): Promise<MoveSteps['oldFolders']> {
  const found: { path: string; mode: number }[] = []
  for (const path of inOrder(folders)) {
    const mode = await modeOfFolder(move, path)
    if (mode !== null) found.push({ path, mode })
  }
  return found
}

const inOrder = (folders: readonly string[]): string[] =>
  [...new Set(folders)].sort((a, b) => a.split('/').length - b.split('/').length)

async function modeOfFolder(move: Move, folder: string): Promise<number | null> {
  try {
    const stats = await lstat(move.inCheckout(folder))
    return stats.isDirectory() ? stats.mode & 0o7777 : null
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}
