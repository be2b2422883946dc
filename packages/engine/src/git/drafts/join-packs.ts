import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { addPack, ownPacks, type PackFolder, packScratch, unkeep } from './pack-files.ts'

/** Each git process opens the index of every pack. With 200 packs, that takes several milliseconds. */
const MOST_PACKS = 32
/** A larger pack stays as it is, so that no object is written again and again. */
const MOST_BYTES = 5 * 1024 * 1024

/**
 * Joins Coppice's small packs in the user's repository into one, when there are too many. Refs contain what is in them. It joins none while the
 * user has a multi-pack-index, because that index would then name packs that do not exist, and `git fsck` would fail. Git needs no index of
 * the single packs that such an index names.
 */
export async function joinPacks(repo: RepositoryContext, folder: PackFolder): Promise<void> {
  if ((await ownPacks(folder)).length <= MOST_PACKS) return
  await repo.lock.hold(async () => {
    if ((await readdir(folder.path)).some((name) => name.startsWith('multi-pack-index'))) return
    const small = await smallPacks(folder)
    if (small.length > MOST_PACKS / 2) await joinAll(repo, folder, small)
  })
}

async function smallPacks(folder: PackFolder): Promise<string[]> {
  const small: string[] = []
  for (const name of await ownPacks(folder)) {
    // The user's git may remove a pack at any time.
    const size = (await stat(join(folder.path, `${name}.pack`)).catch(() => null))?.size ?? MOST_BYTES
    if (size < MOST_BYTES) small.push(name)
  }
  return small
}

async function joinAll({ git, users }: RepositoryContext, folder: PackFolder, packs: readonly string[]) {
  const scratch = await packScratch(folder)
  try {
    const input = packs.map((name) => `${name}.pack\n`).join('')
    // Without a search for deltas, the lock is held for a moment only. `git gc` of the user makes the packs small.
    const args = ['pack-objects', '--stdin-packs', '--window=0', '--non-empty', '--quiet', join(scratch, 'pack')]
    // Git fails when the user's git has removed one of the packs at this moment. Then the packs stay until the next time.
    if ((await git.run(users, args, { input, silenceMs: LONG_SILENCE_MS })).exitCode !== 0) return
    const joined = (await readdir(scratch)).filter((name) => name.endsWith('.pack'))
    for (const name of joined) await unkeep(folder, await addPack(folder, join(scratch, name.replace(/\.pack$/, ''))))
    if (joined.length === 0) return
    for (const name of packs)
      for (const end of ['.idx', '.rev', '.pack']) await rm(join(folder.path, name + end), { force: true })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
