import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { joinPacks } from './join-packs.ts'
import { removeIfPossible } from './left-files.ts'
import { addPack, objectFolders, packingIn, packScratch, removeStale, unkeep } from './pack-files.ts'

/**
 * Copies a commit, and everything that it needs, from the drafts to the user's repository, and calls `move`, which puts the commit on a ref. The
 * objects are one pack. Until `move` has returned, a `.keep` file keeps the user's git from removing the pack, as in `git receive-pack`. Then
 * the ref does. Loose objects would not be enough: a `git prune` that began before the ref moved would still remove them, and it removes no
 * objects from packs (D5).
 *
 * @param bases commits whose objects are left out. Something must keep each of them in the repository: a ref of Coppice, or the ref that
 * `move` moves from this commit
 * @throws GitFailure when an object is missing: it was in the user's repository without a ref, so git did not write it to the drafts, and the
 * user's git has removed it since
 */
export async function storeObjects<T>(
  repo: RepositoryContext,
  commit: string,
  bases: readonly string[],
  move: () => Promise<T>,
): Promise<T> {
  const folder = { path: join(repo.commonDir, 'objects', 'pack'), idLength: commit.length }
  await removeStale(folder)
  const scratch = await packScratch(folder)
  const added: string[] = []
  try {
    await pack(repo, scratch, commit, bases)
    for (const file of (await readdir(scratch)).filter((name) => name.endsWith('.pack')))
      added.push(await addPack(folder, join(scratch, file.replace(/\.pack$/, ''))))
    repo.reach('objects.stored')
    return await move()
  } finally {
    // The ref may have moved, so nothing fails from here on. `removeStale` of a later process removes what stays, and the next store joins.
    await removeIfPossible(scratch)
    for (const name of added) await unkeep(folder, name)
    if (added.length > 0) await joinPacks(repo, folder).catch(() => {})
  }
}

async function pack(repo: RepositoryContext, scratch: string, commit: string, bases: readonly string[]): Promise<void> {
  const { git, plumbing } = repo
  const input = [commit, ...bases.map((base) => `^${base}`), ''].join('\n')
  const args = ['pack-objects', '--revs', '--non-empty', '--quiet', join(scratch, 'pack')]
  const env = packingIn(scratch, await objectFolders(plumbing))
  try {
    await git.text(plumbing, args, { input, env, silenceMs: LONG_SILENCE_MS })
  } catch (error) {
    // A base may be missing if somebody removed the refs of Coppice. Then all of the history is stored that git still has.
    const found = await Promise.all(bases.map((base) => resolveCommit(git, plumbing, base)))
    const present = found.filter((base) => base !== null)
    if (present.length === bases.length) throw error
    await pack(repo, scratch, commit, present)
  }
}
