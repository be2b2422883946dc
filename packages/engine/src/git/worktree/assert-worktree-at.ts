import { join } from 'node:path'
import { isGitFileOwn } from '../slot/git-file.ts'
import { readPlain } from '../slot/plain-files.ts'
import { headCommit, readSlotState } from '../slot/slot-state.ts'
import type { WorktreeContext } from './worktree-context.ts'

const MOST_BYTES = 65_536

/**
 * Checks a worktree before an agent starts in it. Its file `.git` must name the agent's git directory, which must borrow the objects of this
 * repository, and its HEAD must be at `commit`. Otherwise the git of the agent could write to another repository (I2).
 * @throws when a check fails
 */
export async function assertWorktreeAt(worktree: WorktreeContext, commit: string): Promise<void> {
  const { repo, path, gitDir } = worktree
  const alternates = join(gitDir, 'objects/info/alternates')
  const borrowed = (await readPlain(alternates, MOST_BYTES)).toString()
  const isChanged = !(await isGitFileOwn(worktree)) || borrowed !== `${join(repo.commonDir, 'objects')}\n`
  if (isChanged || (await readPlain(join(gitDir, 'commondir'), MOST_BYTES)) !== 'none') {
    const changed = (await isGitFileOwn(worktree)) ? gitDir : join(path, '.git')
    throw new Error(`${path} is no longer a worktree of this repository, because ${changed} was changed`)
  }
  const head = headCommit(await readSlotState(gitDir))
  if (head !== commit) throw new Error(`${path} is at commit ${head}, not at ${commit}`)
}
