import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { asideRef } from '../../domain/naming.ts'
import { removeIfPossible } from '../drafts/left-files.ts'
import { addPack, packScratch, removeStale, unkeep } from '../drafts/pack-files.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { plumbingIn } from '../exec/git-place.ts'
import { parseRawDiff, type RawChange } from '../merging/parse-raw-diff.ts'
import { moveRef } from '../refs/move-ref.ts'
import { sealObjects } from '../slot/seal-objects.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { GITLINK, gitlinksOf } from './worktree-index.ts'

/**
 * Puts the commits that an agent made in submodules on kept refs (D5: nothing that an agent wrote is lost). Before this, the commits are
 * only in the worktree. They are copied into the user's copy of the submodule, or into the user's repository when there is no such copy.
 * Only objects are copied, with Coppice's own git directory: no git runs in the agent's submodule, whose config may name programs (I2).
 *
 * @param since the commits and branches whose gitlinks are not the agent's: where the attempt started, and what was merged into it
 * @param tip the result of the attempt
 * @returns the paths of the submodules with a new commit that is not in the user's copy of the submodule afterwards
 */
export async function keepSubmodules(
  worktree: WorktreeContext,
  branch: string,
  since: readonly string[],
  tip: string,
): Promise<string[]> {
  const shadow = await shadowed(worktree)
  if ((await gitlinksOf(shadow, shadow.index)).length === 0) return []
  const links = await newLinks(worktree, since, tip)
  const names = links.length === 0 ? new Map<string, string>() : await submoduleNames(worktree, tip)
  const lacking: string[] = []
  for (const { path, id } of links) {
    const inUsersCopy = await keep(shadow, branch, { path, name: names.get(path) ?? null, commit: id })
    if (!inUsersCopy) lacking.push(path)
  }
  return lacking
}

/** @returns the gitlinks of `tip` that no commit of `since` has */
async function newLinks({ repo }: WorktreeContext, since: readonly string[], tip: string): Promise<RawChange[]> {
  let links: RawChange[] | null = null
  for (const from of since) {
    const how = ['-r', '-z', '--raw', '--no-renames', '--no-abbrev', '--ignore-submodules=none']
    const diff = await repo.git.bytes(repo.plumbing, ['diff-tree', ...how, from, tip])
    const changed = parseRawDiff(diff.toString('utf8')).filter(({ mode }) => mode === GITLINK)
    const paths = new Set(changed.map(({ path }) => path))
    links = links === null ? changed : links.filter(({ path }) => paths.has(path))
  }
  return links ?? []
}

interface Submodule {
  path: string
  /** The name, after which git names the folder of the submodule's git directory. It is null when `.gitmodules` has none. */
  name: string | null
  commit: string
}

/** @returns true when the user has a copy of the submodule, and a ref in this copy contains the commit */
async function keep(shadow: ShadowedWorktree, branch: string, submodule: Submodule): Promise<boolean> {
  const { repo, path: root, gitDir } = shadow
  const { path, name, commit } = submodule
  const users = name === null ? null : join(repo.commonDir, 'modules', name)
  const hasCopy = users !== null && (await isFolder(join(users, 'objects')))
  const target = hasCopy ? users : repo.commonDir
  if (await isOnRef(shadow, target, commit)) return hasCopy
  const made = [...(name === null ? [] : [join(gitDir, 'modules', name)]), join(root, path, '.git')]
  for (const from of made)
    if (await isFolder(join(from, 'objects'))) {
      const owner = { git: repo.git, users: plumbingIn(target), projectId: null }
      const move = () => repo.lock.hold(() => moveRef(owner, asideRef(branch, commit), commit, null))
      if (await carry(shadow, from, target, commit, move)) return hasCopy
    }
  return false
}

async function isOnRef({ repo }: ShadowedWorktree, gitDir: string, commit: string): Promise<boolean> {
  const found = await repo.git.run(plumbingIn(gitDir), ['for-each-ref', '--count=1', `--contains=${commit}`])
  return found.exitCode === 0 && found.stdout.length > 0
}

/**
 * Copies a commit, and what it contains, as a pack, and calls `move`, which puts the commit on a ref. Git checks the pack before it becomes part
 * of the target. The target's git keeps the pack until the ref has moved.
 * @returns true when `from` had the commit and all objects that the commit needs
 */
async function carry(
  shadow: ShadowedWorktree,
  from: string,
  target: string,
  commit: string,
  move: () => Promise<unknown>,
): Promise<boolean> {
  const { git } = shadow.repo
  const objects = join(target, 'objects')
  const known = await git.text(plumbingIn(target), ['for-each-ref', '--format=^%(objectname)'])
  const folder = { path: join(objects, 'pack'), idLength: commit.length }
  await removeStale(folder)
  const scratch = await packScratch(folder)
  const options = (env: Record<string, string>) => ({
    env: { GIT_ALLOW_PROTOCOL: '', ...env },
    silenceMs: LONG_SILENCE_MS,
  })
  try {
    await sealObjects(join(from, 'objects'), objects)
    const both = { GIT_OBJECT_DIRECTORY: join(from, 'objects'), GIT_ALTERNATE_OBJECT_DIRECTORIES: objects }
    const packed = await git.run(shadow.place, ['pack-objects', '--revs', '--quiet', join(scratch, 'pack')], {
      ...options(both),
      input: `${commit}\n${known}\n`,
    })
    if (packed.exitCode !== 0) return false
    const files = (await readdir(scratch)).sort()
    const pack = files.find((file) => file.endsWith('.pack')) ?? ''
    const check = ['index-pack', '--strict', '-o', join(scratch, 'checked'), join(scratch, pack)]
    if ((await git.run(shadow.place, check, options({ GIT_OBJECT_DIRECTORY: objects }))).exitCode !== 0) return false
    const added = await addPack(folder, join(scratch, pack.replace(/\.pack$/, '')))
    await move().finally(() => unkeep(folder, added))
    return true
  } finally {
    // The ref may have moved, so a failure here is no failure of the move.
    await removeIfPossible(scratch)
  }
}

const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (one) => one.isDirectory(),
    () => false,
  )

/**
 * @returns the names of the submodules by their paths. A name with `..` is left out, because its path could lead out of the folder of the
 * submodules' git directories.
 */
export async function submoduleNames({ repo }: WorktreeContext, commit: string): Promise<Map<string, string>> {
  const args = ['config', '--blob', `${commit}:.gitmodules`, '-z', '--get-regexp', '^submodule\\..*\\.path$']
  const { stdout } = await repo.git.run(repo.plumbing, args)
  const names = new Map<string, string>()
  for (const entry of stdout.toString('utf8').split('\0').filter(Boolean)) {
    const [key = '', path = ''] = entry.split('\n')
    const name = key.slice('submodule.'.length, -'.path'.length)
    if (!name.split('/').includes('..')) names.set(path, name)
  }
  return names
}
