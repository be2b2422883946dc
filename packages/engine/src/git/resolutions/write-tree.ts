import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RepositoryContext } from '../repository-context.ts'

export interface Blob {
  path: string
  mode: string
  id: string
}

/**
 * Writes a tree with these blobs, using an index of its own.
 * @param base a tree from which the new tree gets all its other paths. When it is null, the new tree has only the paths of `blobs`.
 */
export async function writeTree(
  { git, plumbing, drafts }: RepositoryContext,
  base: string | null,
  blobs: readonly Blob[],
): Promise<string> {
  await drafts.open()
  const scratch = await mkdtemp(join(tmpdir(), 'coppice-index-'))
  try {
    const place = { ...plumbing, config: ['core.splitIndex=false'] }
    const env = { GIT_INDEX_FILE: join(scratch, 'index') }
    if (base !== null) await git.text(place, ['read-tree', base], { env })
    const input = blobs.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join('')
    await git.text(place, ['update-index', '-z', '--index-info'], { env, input })
    return await git.text(place, ['write-tree'], { env })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
