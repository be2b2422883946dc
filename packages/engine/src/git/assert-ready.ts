import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidRepository } from '../domain/refusals.ts'
import { assertFiltersWork } from './assert-filters-work.ts'
import { assertNotMirrored } from './assert-not-mirrored.ts'
import type { RepositoryContext } from './repository-context.ts'

/** The least free space, in bytes. It is enough for the objects of small tasks. If the disk gets full later, the tasks fail with git's message. */
const LEAST_FREE = 64 * 1024 * 1024

/**
 * The one check before a start, of a repository that is open: Coppice can write to it, its disk and that of the data folder have space, no
 * `git fetch` writes to the refs of Coppice, and git can run its filters.
 * `openRepository` has refused before what cannot be opened. `docs/repositories.md` lists every kind of repository.
 *
 * @param revision a commit or branch. Its filters are not checked when it does not exist.
 * @throws InvalidRepository, which says what to do
 */
export async function assertReady(repo: RepositoryContext, revision: string): Promise<void> {
  await assertWritable(repo)
  await assertSpace(repo)
  await assertNotMirrored(repo)
  await assertFiltersWork(repo, revision)
}

async function assertWritable({ commonDir, path }: RepositoryContext): Promise<void> {
  for (const folder of [commonDir, join(commonDir, 'objects'), join(commonDir, 'refs')])
    await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      const cure =
        error.code === 'EROFS'
          ? 'It is on a read-only file system. Mount it writable, or give Coppice a clone on another disk.'
          : 'Give the user that runs Coppice the right to write there, or give Coppice a clone.'
      throw new InvalidRepository(path, `Coppice cannot write to ${folder} (${error.code}). ${cure}`)
    })
}

/**
 * A run writes objects to the repository, its worktrees and its database to the data folder, and merges to the temporary folder. Each may be on
 * another disk, also the folders of objects and of packs.
 */
async function assertSpace({ commonDir, path, dataFolder }: RepositoryContext): Promise<void> {
  for (const folder of ['.', 'objects', 'objects/pack']) await assertSpaceAt(join(commonDir, folder), path, path)
  await assertSpaceAt(tmpdir(), `${tmpdir()}, the folder for temporary files (TMPDIR),`, path)
  if (dataFolder !== null)
    await assertSpaceAt(dataFolder, `${dataFolder}, the data folder of Coppice (COPPICE_HOME),`, path)
}

async function assertSpaceAt(folder: string, name: string, repository: string): Promise<void> {
  // Git makes the folder of packs when it needs it.
  const found = await statfs(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : error))
  if (found instanceof Error) throw found
  if (found === null) return
  const { bavail, bsize } = found
  if (bavail * bsize >= LEAST_FREE) return
  const free = Math.floor((bavail * bsize) / 1024 / 1024)
  const least = LEAST_FREE / 1024 / 1024
  const message = `The disk of ${name} has ${free} MiB left, and a run needs at least ${least} MiB. Free some space, then try again.`
  throw new InvalidRepository(repository, message)
}
