import { lstat, mkdir, mkdtemp, open, readdir, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { asUsersOwn } from '../../workers/users-umask.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { borrowingObjects } from './borrowing-objects.ts'

/** A smaller pack is stored as single objects. Otherwise each task would leave a pack, and many packs make git slow. */
const MOST_SINGLE_OBJECTS = 200
const MOST_SINGLE_BYTES = 20 * 1024 * 1024
/** Coppice does not bring in more than this from one attempt, so that an agent cannot fill the disk of the user's repository. */
const MOST_BYTES = 4 * 1024 * 1024 * 1024

/** Git may fetch nothing while it reads what an agent wrote. */
const CLOSED = { GIT_ALLOW_PROTOCOL: '' }

export interface Wanted {
  /** The commits to store, with everything that they need. */
  commits: readonly string[]
  /** Commits that the target has. */
  known: readonly string[]
}

/**
 * Copies commits that an agent made, and what they contain, to the objects of a repository of the user. Git checks every object, and its id,
 * in a folder that no git uses yet. Then the objects are moved in. So an object that is refused is never in the repository.
 *
 * @param from the agent's folder of objects, which must be sealed
 * @param target a place of the repository of the user
 * @returns whether all was there and passed the check
 */
export async function storePack(
  { git }: RepositoryContext,
  from: string,
  target: GitPlace,
  { commits, known }: Wanted,
): Promise<boolean> {
  const objects = join(target.commonDir, 'objects')
  const scratch = await mkdtemp(join(objects, 'coppice-'))
  const options = { env: CLOSED, silenceMs: LONG_SILENCE_MS }
  try {
    const input = [...commits, ...known.map((id) => `^${id}`), ''].join('\n')
    const pack = ['pack-objects', '--revs', '--quiet', join(scratch, 'pack')]
    const packed = await git.run(borrowingObjects(target, [from]), pack, { ...options, input })
    if (packed.exitCode !== 0) return false
    const file = (await readdir(scratch)).find((name) => name.endsWith('.pack'))
    if (file === undefined) return true
    const path = join(scratch, file)
    const { size } = await lstat(path)
    if (size > MOST_BYTES) return false
    const isSmall = size <= MOST_SINGLE_BYTES && (await objectCount(path)) <= MOST_SINGLE_OBJECTS
    if (!isSmall) {
      const check = ['index-pack', '--strict', '-o', join(scratch, 'checked'), path]
      if ((await git.run(target, check, options)).exitCode !== 0) return false
      // Git uses a pack as soon as its index is there, so the index is moved last.
      for (const end of ['.pack', '.idx'])
        await rename(path.replace(/\.pack$/, end), join(objects, 'pack', file.replace(/\.pack$/, end)))
      return true
    }
    const quarantine = join(scratch, 'single')
    await mkdir(quarantine)
    const env = { ...CLOSED, GIT_OBJECT_DIRECTORY: quarantine }
    const place = borrowingObjects(target, [objects])
    const unpacked = await git.run(place, ['unpack-objects', '--strict', '-q'], { ...options, env, inputFile: path })
    if (unpacked.exitCode !== 0) return false
    await moveObjects(quarantine, objects)
    return true
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Reads the number of objects from the header of a pack: 4 bytes, big-endian, after `PACK` and a version. */
async function objectCount(pack: string): Promise<number> {
  const handle = await open(pack)
  try {
    const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0)
    return buffer.readUInt32BE(8)
  } finally {
    await handle.close()
  }
}

/** Moves objects. If a crash interrupts this, the next call moves the rest: the work gets its ref only after all objects are moved. */
async function moveObjects(from: string, to: string): Promise<void> {
  for (const folder of (await readdir(from)).filter((name) => /^[0-9a-f]{2}$/.test(name)))
    for (const name of await readdir(join(from, folder)))
      await moveObject(join(from, folder, name), join(to, folder, name))
}

async function moveObject(from: string, to: string): Promise<void> {
  const created = await mkdir(dirname(to)).then(
    () => true,
    () => false,
  )
  if (created) await asUsersOwn(dirname(to), 'folder')
  if (await exists(to)) await unlink(from)
  else await rename(from, to)
}
