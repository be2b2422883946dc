import { lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { objectFolders, packingIn } from '../drafts/pack-files.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'

/** Coppice does not bring in more than this from one attempt, so that an agent cannot fill the disk of the user's repository. */
const MOST_BYTES = 4 * 1024 * 1024 * 1024

/** Git may fetch nothing while it reads what an agent wrote. */
const CLOSED = { GIT_ALLOW_PROTOCOL: '' }

export interface Wanted {
  /** The commits to store, with everything that they need. */
  commits: readonly string[]
  /** Commits that the user's repository has. */
  known: readonly string[]
}

/**
 * Copies commits that an agent made, and what they contain, to the drafts of its worktree. Git checks every object, and its id, in a folder that
 * no git uses yet. Then the pack is moved in. So an object that is refused is in no folder that Coppice's git or the user's git reads.
 *
 * @param from the agent's folder of objects, which must be sealed
 * @returns whether all was there and passed the check
 */
export async function storePack(
  { repo: { git, plumbing }, drafts }: WorktreeContext,
  from: string,
  { commits, known }: Wanted,
): Promise<boolean> {
  const folder = await drafts.folder()
  if (folder === null) throw new Error(`somebody deleted the folder for the work of an attempt beside ${from}`)
  const scratch = await mkdtemp(join(folder, 'coppice-'))
  const options = { env: CLOSED, silenceMs: LONG_SILENCE_MS }
  try {
    const input = [...commits, ...known.map((id) => `^${id}`), ''].join('\n')
    const pack = ['pack-objects', '--revs', '--quiet', join(scratch, 'pack')]
    const env = { ...CLOSED, ...packingIn(scratch, [...(await objectFolders(plumbing)), from]) }
    const packed = await git.run(plumbing, pack, { ...options, env, input })
    if (packed.exitCode !== 0) return false
    const packs = (await readdir(scratch)).filter((name) => name.endsWith('.pack'))
    const sizes = await Promise.all(packs.map(async (name) => (await lstat(join(scratch, name))).size))
    if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) return false
    for (const name of packs) {
      const check = ['index-pack', '--strict', '-o', join(scratch, 'checked'), join(scratch, name)]
      if ((await git.run(plumbing, check, options)).exitCode !== 0) return false
    }
    await mkdir(join(folder, 'pack'), { recursive: true })
    // Git uses a pack as soon as its index is there, so the index is moved last.
    for (const name of packs)
      for (const file of [name, name.replace(/\.pack$/, '.idx')])
        await rename(join(scratch, file), join(folder, 'pack', file))
    return true
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
