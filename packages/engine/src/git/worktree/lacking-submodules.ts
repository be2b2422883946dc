import { join } from 'node:path'
import { type GitPlace, plumbingIn } from '../exec/git-place.ts'
import { parseRawDiff } from '../merging/parse-raw-diff.ts'
import { isObjectId } from '../refs/object-id.ts'
import { borrowingObjects } from '../slot/borrowing-objects.ts'
import { sealObjects } from '../slot/seal-objects.ts'
import { readSlotState, remoteTips } from '../slot/slot-state.ts'
import { carryCommit, isFolder, isOnRef } from './carry-commit.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'
import { submoduleNames } from './submodule-names.ts'
import { GITLINK } from './worktree-index.ts'

/** A commit with gitlinks: of the repository, or of a submodule that has submodules. */
interface Level {
  /** The directories with which git reads the commits. */
  place: GitPlace
  /** The path of the submodule, relative to the worktree. It is empty for the repository itself. */
  path: string
  /** The agent's git directory. */
  agents: string
  /** The user's git directory, or null when the user has no copy. */
  users: string | null
  since: readonly string[]
  tip: string
}

interface Link {
  path: string
  id: string
}

/**
 * Returns the paths of submodules whose new commit nobody but the agent has. A commit counts as present when the user's copy of the submodule has it
 * on a ref, or when a branch of the remote has it from which the agent cloned the submodule: anybody can fetch it there. The gitlinks of a
 * new commit of a submodule are looked at in the same way.
 */
export function lackingSubmodules(
  shadow: ShadowedWorktree,
  branch: string,
  since: readonly string[],
  tip: string,
): Promise<string[]> {
  const { repo, gitDir } = shadow
  const top = { place: repo.plumbing, path: '', agents: gitDir, users: repo.commonDir, since, tip }
  return lackingIn(shadow, branch, top)
}

async function lackingIn(shadow: ShadowedWorktree, branch: string, level: Level): Promise<string[]> {
  const links = await newLinks(shadow, level)
  if (links.length === 0) return []
  const names = await submoduleNames(shadow.repo.git, level.place, level.tip)
  const lacking: string[] = []
  for (const link of links)
    lacking.push(...(await lackingAt(shadow, branch, level, link, names.get(link.path) ?? null)))
  return lacking
}

async function lackingAt(
  shadow: ShadowedWorktree,
  branch: string,
  level: Level,
  { path, id }: Link,
  name: string | null,
): Promise<string[]> {
  const { repo } = shadow
  const whole = level.path === '' ? path : `${level.path}/${path}`
  const users = name === null || level.users === null ? null : join(level.users, 'modules', name)
  const copy = users !== null && (await isFolder(join(users, 'objects'))) ? users : null
  const target = copy ?? repo.commonDir
  const made: string[] = []
  for (const from of [
    ...(name === null ? [] : [join(level.agents, 'modules', name)]),
    join(shadow.path, whole, '.git'),
  ])
    if (await isFolder(join(from, 'objects'))) made.push(from)
  for (const from of made) await sealObjects(join(from, 'objects'), join(target, 'objects'))
  let isThere = await isOnRef(shadow, target, id)
  for (const from of made)
    isThere ||= await carryCommit(shadow, branch, [join(from, 'objects')], { commit: id, target })
  for (const from of made) if (await isOnRemote(shadow, from, target, id)) return []
  if (!isThere || copy === null) return [whole]
  const objects = made.map((from) => join(from, 'objects'))
  const place = borrowingObjects(plumbingIn(target), objects)
  const since = await linksBefore(shadow, level, path)
  const agents = made[0] ?? copy
  return lackingIn(shadow, branch, { place, path: whole, agents, users: copy, since, tip: id })
}

/** @returns the gitlinks of the commit that no commit of `since` has */
async function newLinks({ repo }: ShadowedWorktree, { place, path, since, tip }: Level): Promise<Link[]> {
  let links: Link[] | null = null
  for (const from of since) {
    const how = ['-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--ignore-submodules=none']
    const diff = await repo.git.run(place, ['diff-tree', ...how, from, tip])
    // The clone of a submodule need not have the commit from before. The repository itself must have it.
    if (diff.exitCode !== 0 && path !== '') continue
    if (diff.exitCode !== 0) throw new Error(`git could not compare ${from} with ${tip}: ${diff.stderr.trim()}`)
    const changed = parseRawDiff(diff.stdout.toString('utf8')).filter(({ mode }) => mode === GITLINK)
    const paths = new Set(changed.map((change) => change.path))
    links = links === null ? changed : links.filter((link) => paths.has(link.path))
  }
  return links ?? []
}

/** @returns the commits of a submodule that the commits of `since` name */
async function linksBefore({ repo }: ShadowedWorktree, { place, since }: Level, path: string): Promise<string[]> {
  const found: string[] = []
  for (const from of since) {
    const { stdout } = await repo.git.run(place, ['rev-parse', '--verify', '--quiet', `${from}:${path}`])
    const id = stdout.toString('utf8').trim()
    if (isObjectId(id)) found.push(id)
  }
  return found
}

/** @returns whether a branch of a remote, as the clone `gitDir` knows it, contains the commit */
async function isOnRemote(
  { repo }: ShadowedWorktree,
  gitDir: string,
  target: string,
  commit: string,
): Promise<boolean> {
  const tips = remoteTips(await readSlotState(gitDir))
  const place = borrowingObjects(plumbingIn(target), [join(gitDir, 'objects')])
  for (const tip of tips) {
    if (tip === commit) return true
    const { exitCode } = await repo.git.run(place, ['merge-base', '--is-ancestor', commit, tip])
    if (exitCode === 0) return true
  }
  return false
}
