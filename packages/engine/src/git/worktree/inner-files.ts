import { createHash } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { commitTree } from '../merging/commit-tree.ts'
import { parseRawDiff } from '../merging/parse-raw-diff.ts'
import { openShadow } from '../shadow/shadow.ts'
import { borrowingObjects } from '../slot/borrowing-objects.ts'
import { sealObjects } from '../slot/seal-objects.ts'
import { headCommit, readSlotState } from '../slot/slot-state.ts'
import { carryCommit, isKeptAlready } from './carry-commit.ts'
import { type InnerRepository, repositoryIn } from './inner-repositories.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'
import { stageFolder } from './stage-all.ts'
import { gitlinksOf } from './worktree-index.ts'

/** The files of a repository inside the worktree, as Coppice's own git finds them (I2). */
export interface InnerFiles {
  /** The path of the repository, relative to the worktree. */
  path: string
  /** The tree of the files that are not ignored. It is a draft. */
  tree: string
  /** The commit of HEAD. It is null when there is none. */
  head: string | null
  /** Folders with the objects of `head`. */
  objects: readonly string[]
}

/** The folder, in the shadow, of the shadows of inner repositories. */
export const innerShadows = (home: string): string => join(home, 'inner')

/**
 * Computes the tree of a folder that belongs to another repository. The repository has a shadow of its own, whose index makes the
 * second call quick.
 *
 * @param objects folders of objects, sealed if an agent wrote them
 * @returns the files, and the paths of the gitlinks among them
 */
export async function innerFiles(
  shadow: ShadowedWorktree,
  path: string,
  head: string | null,
  objects: readonly string[],
): Promise<InnerFiles & { links: string[] }> {
  const { repo, home } = shadow
  const own = join(innerShadows(home), createHash('sha256').update(path).digest('hex').slice(0, 16))
  await mkdir(own, { recursive: true })
  const folder = join(shadow.path, path)
  // The excludes and attributes of the user's repository are for its own files.
  const shadowFiles = { ...repo.shadowFiles, exclude: '', attributes: '' }
  const { place, index } = await openShadow({ ...repo, shadowFiles }, { home: own, path: folder })
  const inner = { ...shadow, home: own, path: folder, index, place: borrowingObjects(place, objects) }
  const tree = await stageFolder(inner, head)
  return { path, tree, head, objects, links: await gitlinksOf(inner, index) }
}

/** The files of a submodule, with the repository to which they belong. The repository is null when git has no directory for it. */
export interface SubmoduleFiles extends InnerFiles {
  repository: InnerRepository | null
}

/**
 * Computes the trees of all submodules that have files in the worktree, also of submodules of submodules.
 *
 * @param links the paths of the gitlinks
 */
export async function submoduleFiles(shadow: ShadowedWorktree, links: readonly string[]): Promise<SubmoduleFiles[]> {
  const found: SubmoduleFiles[] = []
  const left = [...links]
  for (const path of left) {
    const names = await readdir(join(shadow.path, path)).catch(() => [])
    if (names.length === 0) continue
    const repository = await repositoryIn(shadow, path)
    const objects = repository === null ? [] : await objectsOf(shadow, repository)
    const head = repository === null ? null : headCommit(await readSlotState(repository.gitDir))
    const { links: inside, ...files } = await innerFiles(shadow, path, head, objects)
    found.push({ ...files, repository })
    left.push(...inside.map((one) => `${path}/${one}`))
  }
  return found
}

async function objectsOf({ repo }: ShadowedWorktree, { gitDir, target }: InnerRepository): Promise<string[]> {
  await sealObjects(join(gitDir, 'objects'), join(target, 'objects'))
  return [...new Set([join(gitDir, 'objects'), join(target, 'objects'), join(repo.commonDir, 'objects')])]
}

/**
 * Puts files that the agent changed in a submodule, and did not commit there, on a kept ref (D5).
 *
 * @param before the tree of the submodule when the agent started, or null. What setup changed is not the agent's work (I5).
 * @returns whether there were any, and whether they are on a ref now
 */
export async function keepSubmoduleFiles(
  shadow: ShadowedWorktree,
  branch: string,
  files: SubmoduleFiles,
  before: string | null,
): Promise<'none' | 'kept' | 'refused'> {
  const { repo, drafts } = shadow
  const { tree, head, objects, repository } = files
  if (!(await isChanged(shadow, files, before))) return 'none'
  const target = repository?.target ?? repo.commonDir
  if (await isKeptAlready(shadow, branch, tree, { commit: head, target })) return 'kept'
  const place = borrowingObjects(repo.plumbing, objects)
  const message = `Files that an agent left in ${files.path} without a commit\n`
  const commit = await commitTree(repo.git, place, tree, head === null ? [] : [head], message, await repo.identity())
  const folder = await drafts.folder()
  if (folder === null) return 'refused'
  return (await carryCommit(shadow, branch, [folder, ...objects], { commit, target })) ? 'kept' : 'refused'
}

/** @returns whether a path has other content than in the commit, and other content than before the agent started */
export async function isChanged(
  { repo }: ShadowedWorktree,
  { tree, head, objects }: InnerFiles,
  before: string | null,
): Promise<boolean> {
  const place = borrowingObjects(repo.plumbing, objects)
  const changedSince = async (from: string) => {
    const how = ['-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--ignore-submodules=none']
    const diff = await repo.git.run(place, ['diff-tree', ...how, from, tree])
    return diff.exitCode === 0 ? new Set(parseRawDiff(diff.stdout.toString('latin1')).map(({ path }) => path)) : null
  }
  const nothing = () => repo.git.text(place, ['hash-object', '-t', 'tree', '-w', '--stdin'])
  const sinceHead = await changedSince(head ?? (await nothing()))
  if (sinceHead?.size === 0) return false
  const sinceStart = before === null ? null : await changedSince(before)
  if (sinceHead === null || sinceStart === null) return true
  return [...sinceHead].some((path) => sinceStart.has(path))
}
