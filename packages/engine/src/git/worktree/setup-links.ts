import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, type SetupLink, writeRecord } from './worktree-record.ts'

/** I5: remembers the links that setup left. As long as they stay unchanged, they are not part of the work. */
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

/** Returns the links that are as setup left them. */
export async function setupLinks({ path, gitDir }: WorktreeContext): Promise<string[]> {
  const noted = (await readRecord(gitDir))?.setupLinks ?? []
  const targets = await Promise.all(noted.map((link) => readlink(join(path, link.path)).catch(() => null)))
  return noted.filter(({ target }, index) => targets[index] === target).map((link) => link.path)
}
