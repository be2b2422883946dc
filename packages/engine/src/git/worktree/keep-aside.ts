import { moveRef } from '../refs/move-ref.ts'
import type { WorktreeContext } from './worktree-context.ts'

/** `refs/heads/coppice/work/run-7/parser` → `refs/coppice/kept/run-7/parser/aside-1a2b3c4d5e6f` */
export function asideRef(branch: string, commit: string): string {
  const work = branch.replace(/^refs\/heads\/(?:coppice\/work\/)?/, '')
  return `refs/coppice/kept/${work}/aside-${commit.slice(0, 12)}`
}

/** D5: a commit that the work branch does not contain stays reachable. Named by itself, so keeping it twice is once. */
export async function keepAside({ repo }: WorktreeContext, branch: string, commit: string): Promise<void> {
  const { git, plumbing, lock } = repo
  const ref = asideRef(branch, commit)
  await lock.hold(async () => {
    const made = await moveRef(git, plumbing, ref, commit, null).catch(() => false)
    if (!made && (await git.text(plumbing, ['rev-parse', '--verify', ref])) !== commit)
      throw new Error(`${ref} names another commit`)
  })
}
