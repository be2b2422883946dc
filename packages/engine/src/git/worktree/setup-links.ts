import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, type SetupLink, writeRecord } from './worktree-record.ts'

/** Stores the untracked symbolic links that setup made. As long as a link stays unchanged, it is not committed (I5). */
export async function noteSetup({ repo, place, path, gitDir }: WorktreeContext): Promise<void> {
  const args = ['ls-files', '--others', '--exclude-standard', '--directory', '-z']
  const untracked = (await repo.git.bytes(place, args)).toString('utf8').split('\0')
  const links: SetupLink[] = []
  for (const one of untracked.filter((name) => name !== '' && !name.endsWith('/'))) {
    const target = await readlink(join(path, one)).catch(() => null)
    if (target !== null) links.push({ path: one, target })
  }
  const record = await readRecord(gitDir)
  if (record !== null && links.length > 0) await writeRecord(gitDir, { ...record, setupLinks: links })
}

/** Returns the paths of the links that setup made and that still have the same target. */
export async function setupLinks({ path, gitDir }: WorktreeContext): Promise<string[]> {
  const noted = (await readRecord(gitDir))?.setupLinks ?? []
  const targets = await Promise.all(noted.map((link) => readlink(join(path, link.path)).catch(() => null)))
  return noted.filter(({ target }, index) => targets[index] === target).map((link) => link.path)
}
