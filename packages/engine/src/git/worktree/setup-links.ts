import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ShadowedWorktree } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, type SetupLink } from './worktree-record.ts'

/** @returns the untracked symbolic links in the worktree */
export async function untrackedLinks({ repo, place, path }: ShadowedWorktree): Promise<SetupLink[]> {
  const args = ['ls-files', '--others', '--exclude-standard', '--directory', '-z']
  const untracked = (await repo.git.bytes(place, args)).toString('utf8').split('\0')
  const links: SetupLink[] = []
  for (const one of untracked.filter((name) => name !== '' && !name.endsWith('/'))) {
    const target = await readlink(join(path, one)).catch(() => null)
    if (target !== null) links.push({ path: one, target })
  }
  return links
}

/** Returns the paths of the links that setup made and that still have the same target. */
export async function setupLinks({ path, home }: WorktreeContext): Promise<string[]> {
  const noted = (await readRecord(home))?.setupLinks ?? []
  const targets = await Promise.all(noted.map((link) => readlink(join(path, link.path)).catch(() => null)))
  return noted.filter(({ target }, index) => targets[index] === target).map((link) => link.path)
}
