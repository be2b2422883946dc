import { copyFile, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckoutPatch } from '../../ports/git.ts'
import type { GitCallOptions, GitExec } from '../exec/git-exec.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { alternates } from '../slot/borrowing-objects.ts'
import { parseIndex } from '../worktree/parse-index.ts'
import { GITLINK } from '../worktree/worktree-index.ts'
import { type PatchSince, patchChanges, patchFiles } from './patch-limits.ts'

/**
 * Makes a binary patch of what differs from HEAD in the checkout, untracked files included. On a branch without a commit, every file differs. The user's checkout must not change (I2).
 * So the files are staged in a temporary index, and their objects are written to a temporary folder. Neither the patch nor that folder gets
 * larger than the limit allows.
 *
 * @param since the state before, in which untracked files may have been that are not part of the patch. It is null when all are part of it
 * @returns bytes, because files need not be UTF-8; no bytes for a bare repository
 */
export async function checkoutPatch(repo: RepositoryContext, since: PatchSince | null): Promise<CheckoutPatch> {
  const { git, checkout, commonDir } = repo
  if (!checkout) return { bytes: new Uint8Array(), omitted: [] }
  const scratch = await mkdtemp(join(tmpdir(), 'coppice-patch-'))
  try {
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates([join(commonDir, 'objects')]),
    }
    await mkdir(env.GIT_OBJECT_DIRECTORY)
    await copyIndex(join(checkout.gitDir, 'index'), env.GIT_INDEX_FILE)
    const options = { env, silenceMs: LONG_SILENCE_MS }
    const files = await patchFiles(git, checkout, options, since, await gitlinksOf(git, checkout, options))
    const unstaged = await stageFiles(git, checkout, options, files.fits)
    const base = (await resolveCommit(git, checkout, 'HEAD')) ?? (await emptyTree(git, checkout))
    const { omitted } = await patchChanges(git, checkout, options, base)
    // The index gets the entries of HEAD back, so that the patch lacks these changes.
    const entries = omitted.map(({ before, beforeId, path }) => `${before.replace(/^0+$/, '0')} ${beforeId}\t${path}`)
    await git.text(checkout, ['update-index', '-z', '--index-info'], { ...options, input: lines(entries) })
    const how = ['--cached', '--binary', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all']
    const bytes = await git.bytes(checkout, ['diff-index', '--patch', ...how, base, '--'], options)
    const names = [...files.omitted, ...unstaged, ...omitted.map(({ path }) => path)]
    return { bytes, omitted: names.map((path) => Buffer.from(path, 'latin1').toString('utf8')) }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * Puts the files into the index, and takes deleted files out of it. `git add` would refuse all paths because of one: a deleted file whose
 * folder is a symbolic link now, or a file that has just vanished.
 * @returns the paths that git could not read
 */
async function stageFiles(
  git: GitExec,
  checkout: GitPlace,
  options: GitCallOptions,
  paths: readonly string[],
): Promise<string[]> {
  const listed = await git.bytes(checkout, ['ls-files', '--deleted', '-z'], options)
  const deleted = new Set(listed.toString('latin1').split('\0'))
  const isDeleted = (path: string) => deleted.has(path)
  const gone = { ...options, input: lines(paths.filter(isDeleted)) }
  await git.text(checkout, ['update-index', '--force-remove', '-z', '--stdin'], gone)
  const add = async (some: readonly string[]): Promise<string[]> => {
    const how = ['update-index', '--add', '--remove', '--replace', '-z', '--stdin']
    const { exitCode } = await git.run(checkout, how, { ...options, input: lines(some) })
    if (exitCode === 0) return []
    if (some.length <= 1) return [...some]
    const half = Math.ceil(some.length / 2)
    return [...(await add(some.slice(0, half))), ...(await add(some.slice(half)))]
  }
  return add(paths.filter((path) => !isDeleted(path)))
}

const lines = (all: readonly string[]): Buffer => Buffer.from(all.map((one) => `${one}\0`).join(''), 'latin1')

/**
 * Copies an index, if there is one, with its time. Git reads a file again only when the file is not older than the index, so a copy with a
 * later time would hide an edit of the same size in the same second.
 */
async function copyIndex(from: string, to: string): Promise<void> {
  const found = await stat(from).catch(() => null)
  if (found === null) return
  await copyFile(from, to)
  await utimes(to, found.atime, found.mtime)
}

/** @returns the tree to compare with when HEAD is on a branch without a commit. Git knows it even if it is not stored. */
const emptyTree = (git: GitExec, place: GitPlace) =>
  git.text(place, ['hash-object', '-t', 'tree', '--stdin'], { input: '' })

/**
 * @returns the paths of submodules, with one character for each byte. The caller does not give them to `git add`, which would run `git status` in each submodule, and so
 * programs that the submodule's config names (I2: git runs only trusted programs).
 */
async function gitlinksOf(git: GitExec, place: GitPlace, options: GitCallOptions): Promise<string[]> {
  const index = parseIndex((await git.bytes(place, ['ls-files', '-v', '--stage', '-z'], options)).toString('latin1'))
  return index.filter((entry) => entry.mode === GITLINK).map((entry) => entry.path)
}
