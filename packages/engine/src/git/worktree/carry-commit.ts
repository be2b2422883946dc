import { lstat, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asideRef } from '../../domain/naming.ts'
import { removeIfPossible } from '../drafts/left-files.ts'
import { addPack, packingIn, packScratch, removeStale, unkeep } from '../drafts/pack-files.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { plumbingIn } from '../exec/git-place.ts'
import { moveRef } from '../refs/move-ref.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'

/** Where a commit is copied to: a git directory of the user. */
export interface Carried {
  commit: string
  target: string
}

/**
 * Copies a commit, and what it contains, to a git directory of the user, and puts it on a kept ref there. Git checks the pack before it becomes
 * part of the target. The target's git keeps the pack until the ref has moved.
 *
 * @param branch the work branch, after which the ref is named
 * @param from the folders of objects that have the commit. Those of an agent must be sealed.
 * @returns true when `from` and the target had the commit and all objects that the commit needs
 */
export async function carryCommit(
  shadow: ShadowedWorktree,
  branch: string,
  from: readonly string[],
  { commit, target }: Carried,
): Promise<boolean> {
  const { git, lock } = shadow.repo
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
    const pack = ['pack-objects', '--revs', '--quiet', join(scratch, 'pack')]
    const input = `${commit}\n${known}\n`
    const env = packingIn(scratch, [objects, ...from])
    const packed = await git.run(shadow.place, pack, { ...options(env), input })
    if (packed.exitCode !== 0) return false
    const files = (await readdir(scratch)).sort()
    const name = files.find((file) => file.endsWith('.pack')) ?? ''
    const check = ['index-pack', '--strict', '-o', join(scratch, 'checked'), join(scratch, name)]
    if ((await git.run(shadow.place, check, options({ GIT_OBJECT_DIRECTORY: objects }))).exitCode !== 0) return false
    const added = await addPack(folder, join(scratch, name.replace(/\.pack$/, '')))
    const owner = { git, users: plumbingIn(target), projectId: null }
    await lock.hold(() => moveRef(owner, asideRef(branch, commit), commit, null)).finally(() => unkeep(folder, added))
    return true
  } finally {
    // The ref may have moved, so a failure here is no failure of the move.
    await removeIfPossible(scratch)
  }
}

/** @returns whether a ref of the git directory contains the commit */
export async function isOnRef({ repo }: ShadowedWorktree, gitDir: string, commit: string): Promise<boolean> {
  const found = await repo.git.run(plumbingIn(gitDir), ['for-each-ref', '--count=1', `--contains=${commit}`])
  return found.exitCode === 0 && found.stdout.length > 0
}

/** @returns whether there is a kept ref of the task with the tree and the parents of the commit, so that nothing new would be kept */
export async function isKeptAlready(
  { repo }: ShadowedWorktree,
  branch: string,
  tree: string,
  { commit: parent, target }: { commit: string | null; target: string },
): Promise<boolean> {
  const folder = dirname(asideRef(branch, '0'.repeat(40)))
  const format = '--format=%(tree) %(parent)'
  const listed = await repo.git.text(plumbingIn(target), ['for-each-ref', format, `${folder}/`])
  return listed.split('\n').some((line) => line.trim() === `${tree} ${parent ?? ''}`.trim())
}

export const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (one) => one.isDirectory(),
    () => false,
  )
