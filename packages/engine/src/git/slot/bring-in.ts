import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { type ListedCommits, parseParents } from '../history/parse-parents.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { borrowingObjects } from './borrowing-objects.ts'
import { sealObjects } from './seal-objects.ts'
import { storePack } from './store-pack.ts'

export interface BroughtIn {
  /** Commits that no ref of the user's repository contains and that no other such commit has as an ancestor. They are in the drafts now. */
  heads: readonly string[]
  /** Ids whose commits the agent's git directory has, but that could not be brought in: an object is missing, or git refused one. */
  refused: readonly string[]
}

/**
 * Brings the commits that an agent made into the drafts of its worktree. They get no ref yet.
 *
 * @param objects the agent's folder of objects
 * @param ids ids from the agent's files, which may name objects that do not exist
 */
export async function bringIn(worktree: WorktreeContext, objects: string, ids: readonly string[]): Promise<BroughtIn> {
  if (ids.length === 0) return { heads: [], refused: [] }
  const { repo } = worktree
  await sealObjects(objects, join(repo.commonDir, 'objects'))
  const commits = await existingCommits(worktree, objects, ids)
  const together = await bringInTogether(worktree, objects, commits)
  if (together !== null) return { heads: together, refused: [] }
  const heads: string[] = []
  const refused: string[] = []
  for (const commit of commits) {
    const brought = await bringInTogether(worktree, objects, [commit])
    if (brought === null) refused.push(commit)
    else heads.push(...brought)
  }
  return { heads: await maximal(worktree, objects, [...new Set(heads)]), refused }
}

/** @returns the commits that the ids name, also through annotated tags */
async function existingCommits({ repo }: WorktreeContext, objects: string, ids: readonly string[]): Promise<string[]> {
  const place = borrowingObjects(repo.plumbing, [objects])
  const input = ids.map((id) => `${id}^{commit}\n`).join('')
  const found = await repo.git.text(place, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], { input })
  const commits = found.split('\n').filter((line) => line.startsWith('commit '))
  return [...new Set(commits.map((line) => line.slice('commit '.length)))]
}

/** @returns the heads of the new commits, or null when git could not read a commit or refused an object */
async function bringInTogether(
  worktree: WorktreeContext,
  objects: string,
  commits: readonly string[],
): Promise<string[] | null> {
  if (commits.length === 0) return []
  const found = await newCommits(worktree, objects, commits)
  if (found === null) return null
  if (found.heads.length === 0) return []
  const wanted = { commits: found.heads, known: found.known }
  return (await storePack(worktree, objects, wanted)) ? found.heads : null
}

/** Finds the commits that are reachable from `commits` and from no ref of the user's repository. @returns null when git cannot read them all */
async function newCommits(
  { repo: { git, plumbing } }: WorktreeContext,
  objects: string,
  commits: readonly string[],
): Promise<ListedCommits | null> {
  const place = borrowingObjects(plumbing, [objects])
  const input = commits.map((id) => `${id}\n`).join('')
  const args = ['rev-list', '--parents', '--stdin', '--not', '--all']
  const listed = await git.run(place, args, { input, silenceMs: LONG_SILENCE_MS, env: { GIT_ALLOW_PROTOCOL: '' } })
  if (listed.exitCode !== 0) return null
  return parseParents(listed.stdout.toString('utf8'))
}

/** Leaves out each head that is an ancestor of another one. */
async function maximal(
  worktree: WorktreeContext,
  objects: string,
  heads: readonly string[],
): Promise<readonly string[]> {
  return heads.length < 2 ? heads : ((await newCommits(worktree, objects, heads))?.heads ?? heads)
}
