import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { commitTree } from '../merging/commit-tree.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import { bringIn } from '../slot/bring-in.ts'
import { isPlainFolder } from '../slot/plain-files.ts'
import { sealObjects } from '../slot/seal-objects.ts'
import { headCommit, readSlotState } from '../slot/slot-state.ts'
import { innerFiles, isChanged } from './inner-files.ts'
import { namedByGitFile } from './inner-repositories.ts'
import { innerCommits } from './keep-inner-commits.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import type { Nested } from './stage-all.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** What repositories inside the worktree have besides the files that are part of the work. */
export interface NestedWork {
  /** Commits, which are in the drafts now. */
  loose: readonly string[]
  /** Whether git could not read some of their commits, or refused them. */
  isIncomplete: boolean
}

/**
 * Brings what an agent left in nested repositories into the drafts of the worktree (D5): the commits of a repository, and the files of a
 * worktree that the agent made. Nested repositories that git refuses move into the agent's git directory, which stays.
 */
export async function bringInNested(worktree: WorktreeContext, nested: readonly Nested[]): Promise<NestedWork> {
  const loose: string[] = []
  let isIncomplete = false
  if (nested.length === 0) return { loose, isIncomplete }
  const shadow = await shadowed(worktree)
  for (const [number, { path, isLinked }] of nested.entries()) {
    const found = isLinked ? await filesOf(shadow, path) : await commitsOf(shadow, path)
    loose.push(...(found ?? []))
    if (found !== null) continue
    isIncomplete = true
    await rename(join(worktree.path, path, '.git'), join(worktree.gitDir, `nested-${number}`))
  }
  return { loose, isIncomplete }
}

/** @returns null when git could not read all commits, or refused one */
async function commitsOf(shadow: ShadowedWorktree, path: string): Promise<readonly string[] | null> {
  const folder = `${path}/.git`
  if (!(await isPlainFolder(shadow.path, `${folder}/objects`))) return []
  const gitDir = join(shadow.path, folder)
  const { heads, isComplete } = await innerCommits(shadow, { gitDir, target: shadow.repo.commonDir })
  if (!isComplete) return null
  const brought = await bringIn(shadow, join(gitDir, 'objects'), heads)
  return brought.refused.length > 0 ? null : brought.heads
}

/** Commits the files of a worktree that the agent made. Its commits are those of the agent's git directory, which is brought in anyway. */
async function filesOf(shadow: ShadowedWorktree, path: string): Promise<string[]> {
  const { repo, gitDir } = shadow
  const own = await namedByGitFile(join(shadow.path, path))
  const { head: name } = own === null ? { head: null } : await readSlotState(own)
  const id = headCommit({ ...(await readSlotState(gitDir)), head: name })
  const head = id === null ? null : await resolveCommit(repo.git, repo.plumbing, id)
  const objects = join(gitDir, 'objects')
  await sealObjects(objects, join(repo.commonDir, 'objects'))
  const files = await innerFiles(shadow, path, head, [objects])
  if (!(await isChanged(shadow, files, null))) return []
  const message = `Files that an agent left in the worktree ${path} without a commit\n`
  const parents = head === null ? [] : [head]
  return [await commitTree(repo.git, repo.plumbing, files.tree, parents, message, await repo.identity())]
}
