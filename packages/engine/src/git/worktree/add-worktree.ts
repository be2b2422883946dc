import { mkdir, readdir, rename, rmdir } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import type { Worktree } from '../../ports/git.ts'
import { treeOf } from '../history/tree-of.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { assertRefName } from '../refs/ref-name.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { GitWorktree } from './git-worktree.ts'
import { isHeadOnRef } from './is-head-on-ref.ts'
import { removeFolder } from './remove-folder.ts'
import { dropWorktree } from './remove-worktree.ts'
import { stageAll } from './stage-all.ts'
import { switchTo } from './switch-to.ts'
import { type WorktreeContext, worktreeContext } from './worktree-context.ts'
import { type WorktreeEntry, worktreeEntry } from './worktree-entries.ts'
import { readRecord, writeRecord } from './worktree-record.ts'

/**
 * Creates a worktree. Git's entry is created under the repository's lock (I3: one change at a time). The files are checked out without the
 * lock, so that eight calls at once take 0.75 × the time. The port `Repository` describes the parameters.
 */
export async function addWorktree(
  repo: RepositoryContext,
  path: string,
  commit: string,
  branch: string | null,
): Promise<Worktree> {
  if (!isAbsolute(path)) throw new Error(`the path of a worktree must be absolute: ${path}`)
  assertObjectId(commit)
  if (branch !== null) assertRefName(branch)
  await mkdir(dirname(path), { recursive: true })
  const context = worktreeContext(repo, await register(repo, path, commit))
  await switchTo(context, commit, branch)
  await writeRecord(context.gitDir, { branch, startCommit: commit, merging: null, setupLinks: [] })
  return new GitWorktree(path, context, branch)
}

/**
 * Creates git's entry of the worktree, with a detached HEAD. With a branch, git might write tracking config, or fail because the branch is
 * checked out elsewhere.
 */
async function register(repo: RepositoryContext, path: string, commit: string): Promise<WorktreeEntry> {
  await makeRoom(repo, path)
  const args = ['worktree', 'add', '--quiet', '--no-checkout', '--detach', '--', path, commit]
  return repo.lock.hold(async () => {
    await repo.git.text(repo.plumbing, args)
    const entry = await worktreeEntry(repo.commonDir, path)
    if (entry === null) throw new Error(`git added a worktree at ${path}, but its entry does not exist`)
    return entry
  })
}

/**
 * Frees the path for a new worktree. It removes a worktree that contains no work. It renames a worktree that may contain work, and any
 * other folder (D5: nothing that an agent wrote is lost).
 */
async function makeRoom(repo: RepositoryContext, path: string): Promise<void> {
  const entry = await worktreeEntry(repo.commonDir, path)
  if (entry !== null) {
    const old = worktreeContext(repo, entry)
    if (await hasNoWork(old)) await removeFolder(path)
    else await moveAside(path)
    await dropWorktree(old)
  }
  await moveAside(path)
}

/**
 * @returns whether the worktree was never completed, or its files are those of its HEAD and its HEAD is on a ref. The agent's index and
 * exclude file do not count, because an agent can hide changes with them (I2)
 */
async function hasNoWork(worktree: WorktreeContext): Promise<boolean> {
  const { repo, gitDir, place } = worktree
  if ((await readRecord(gitDir).catch(() => 'unreadable')) === null) return true
  const head = await resolveCommit(repo.git, place, 'HEAD')
  if (head === null || !(await isHeadOnRef(worktree))) return false
  const tree = await stageAll(worktree, head, []).catch(() => null)
  return tree === (await treeOf(repo.git, repo.plumbing, head))
}

/** Renames a folder to `PATH.left-NUMBER`. It removes the folder if the folder is empty. */
async function moveAside(path: string): Promise<void> {
  const names = await readdir(path).catch(() => null)
  if (names === null) return
  if (names.length === 0) return rmdir(path)
  for (let number = 1; ; number++) {
    const aside = `${path}.left-${number}`
    if ((await readdir(aside).catch(() => null)) !== null) continue
    return rename(path, aside)
  }
}
