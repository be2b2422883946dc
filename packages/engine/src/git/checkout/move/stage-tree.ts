import { isUtf8 } from 'node:buffer'
import { copyFile, lstat, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LONG_SILENCE_MS } from '../../exec/git-exec.ts'
import { reasonWithPaths } from '../../exec/git-failure.ts'
import type { GitPlace } from '../../exec/git-place.ts'
import { type IndexEntry, parseIndex } from '../../worktree/parse-index.ts'
import type { Move } from './move.ts'
import { MoveRefused } from './move-refused.ts'
import { isAbsent } from './print-of.ts'

/** A path whose entry of the index the move changes. `before` is null for a new path, and `after` for a path that the move removes. */
export interface EntryChange {
  path: string
  before: IndexEntry | null
  after: IndexEntry | null
}

/**
 * Makes the new index and the new files beside the checkout. Git makes them, as in `git merge --ff-only`: it keeps the flags of entries,
 * follows the sparse patterns, and runs the filters by the new attributes. Its working tree is an empty folder, so it writes exactly the
 * files that change.
 */
export async function stageTree(move: Move): Promise<EntryChange[]> {
  const { repo, journal } = move
  const { from, to } = journal
  for (const name of ['index.old', 'index.new']) await copyFile(move.index, move.inGit(name))
  const place = stagePlace(move, 'new')
  const changed = await changedPaths(move)
  const before = await entriesIn(move, place)
  const present = await presentThoughSkipped(move, before, new Set(changed))
  await setFlag(move, place, '--no-skip-worktree', present)
  await copyUntrackedAttributes(move, before, changed, 'new')
  const how = ['read-tree', '-m', '-u', from, to]
  const { exitCode, stderr } = await repo.git.run(place, how, { silenceMs: LONG_SILENCE_MS })
  if (exitCode !== 0) throw new MoveRefused(`git did not move ${journal.path}: ${reasonWithPaths(stderr)}`)
  const after = await entriesIn(move, place)
  const staying = new Set(after.map(({ path }) => path))
  await setFlag(
    move,
    place,
    '--skip-worktree',
    present.filter((path) => staying.has(path)),
  )
  return changesOf(inFolder(before, new Set(present)), inFolder(after, new Set()))
}

/** Returns the directories with which git works in a folder of the stage, with an index of its own. */
export const stagePlace = (move: Move, folder: 'new' | 'was'): GitPlace => ({
  ...move.place,
  cwd: move.inStage(folder),
  workTree: move.inStage(folder),
  env: { ...move.place.env, GIT_INDEX_FILE: move.inGit(`index.${folder}`) },
})

/** @throws MoveRefused when a name is not UTF-8: as text, it would be the name of another file */
async function changedPaths({ repo, place, journal }: Move): Promise<string[]> {
  const diff = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', journal.from, journal.to]
  const names = await repo.git.bytes(place, diff)
  const paths = names.toString('utf8').split('\0').filter(Boolean)
  if (isUtf8(names)) return paths
  const odd = paths.find((path) => path.includes('\uFFFD'))
  throw new MoveRefused(`the name of ${odd} is not UTF-8, and Coppice delivers only UTF-8 names to a checkout`)
}

async function entriesIn({ repo }: Move, place: GitPlace): Promise<IndexEntry[]> {
  return parseIndex((await repo.git.bytes(place, ['ls-files', '-v', '--stage', '-z'])).toString('utf8'))
}

/**
 * Returns the changed paths with the flag skip-worktree whose file exists anyway. A person may set the flag to hide an edit. So the move
 * handles such a file as any other, and refuses if it has an edit.
 */
async function presentThoughSkipped(
  move: Move,
  entries: readonly IndexEntry[],
  changed: ReadonlySet<string>,
): Promise<string[]> {
  const skipped = entries.filter(({ path, hidden }) => hidden === 'skip-worktree' && changed.has(path))
  const present: string[] = []
  for (const { path } of skipped) if (await isThere(move.inCheckout(path))) present.push(path)
  return present
}

export async function setFlag({ repo }: Move, place: GitPlace, flag: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  const input = paths.map((path) => `${path}\0`).join('')
  await repo.git.bytes(place, ['update-index', flag, '-z', '--stdin'], { input })
}

/** Copies untracked `.gitattributes` files of the checkout, because git follows them too. */
export async function copyUntrackedAttributes(
  move: Move,
  entries: readonly { path: string }[],
  changed: readonly string[],
  into: 'new' | 'was',
): Promise<void> {
  const inCommits = new Set([...entries.map(({ path }) => path), ...changed])
  const candidates = new Set(changed.flatMap((path) => ['', ...foldersOf(path)]).map(attributesIn))
  for (const path of candidates) {
    if (inCommits.has(path) || !(await isThere(move.inCheckout(path)))) continue
    await mkdir(dirname(move.inStage(into, path)), { recursive: true })
    await copyFile(move.inCheckout(path), move.inStage(into, path)).catch(() => {})
  }
}

const attributesIn = (folder: string): string => (folder === '' ? '.gitattributes' : `${folder}/.gitattributes`)

/** Returns the folders that contain a path, from the outermost to the innermost. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}

const inFolder = (entries: readonly IndexEntry[], present: ReadonlySet<string>): Map<string, IndexEntry> =>
  new Map(
    entries
      .filter(({ path, hidden }) => hidden !== 'skip-worktree' || present.has(path))
      .map((entry) => [entry.path, entry]),
  )

function changesOf(before: ReadonlyMap<string, IndexEntry>, after: ReadonlyMap<string, IndexEntry>): EntryChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  return paths
    .map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }))
    .filter((one) => one.before?.id !== one.after?.id || one.before?.mode !== one.after?.mode)
}
