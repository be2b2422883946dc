import { join } from 'node:path'
import type { KeptStash } from '../../domain/attempt-report.ts'
import { asideRef } from '../../domain/naming.ts'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { plumbingIn } from '../exec/git-place.ts'
import { parseParents } from '../history/parse-parents.ts'
import { borrowingObjects } from '../slot/borrowing-objects.ts'
import { sealObjects } from '../slot/seal-objects.ts'
import { newIds, readSlotState, remoteTips, stashOf } from '../slot/slot-state.ts'
import { carryCommit } from './carry-commit.ts'
import type { InnerRepository } from './inner-repositories.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'

/** The commits of a git directory that an agent wrote. */
export interface InnerCommits {
  /** Commits that no branch of a remote and no ref of the user contains, and that no other such commit has as an ancestor. */
  heads: readonly string[]
  /** Those of `heads` that are entries of the stash. */
  stashes: readonly string[]
  /** Whether git could read all commits. */
  isComplete: boolean
}

/**
 * Returns the commits of all branches, the stash and the logs of a repository inside the worktree. Commits that a branch of a remote
 * contains are not the agent's. The folder of objects is sealed.
 *
 * @param target the git directory of the user into which the commits are to be copied
 */
export async function innerCommits(
  { repo: { git } }: ShadowedWorktree,
  { gitDir, target }: Pick<InnerRepository, 'gitDir' | 'target'>,
): Promise<InnerCommits> {
  const objects = join(gitDir, 'objects')
  const state = await readSlotState(gitDir)
  const { ids, isCut } = newIds(state, false, null, null)
  if (ids.length === 0) return { heads: [], stashes: [], isComplete: !isCut }
  await sealObjects(objects, join(target, 'objects'))
  const place = borrowingObjects(plumbingIn(target), [objects])
  const existing = async (wanted: Iterable<string>) => {
    const input = [...wanted].map((id) => `${id}^{commit}\n`).join('')
    const found = await git.text(place, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], { input })
    return found.split('\n').flatMap((line) => (line.startsWith('commit ') ? [line.slice('commit '.length)] : []))
  }
  const commits = [...new Set(await existing(ids))]
  if (commits.length === 0) return { heads: [], stashes: [], isComplete: !isCut }
  const published = (await existing(remoteTips(state))).map((id) => `^${id}`)
  const listed = await git.run(place, ['rev-list', '--parents', '--stdin', '--not', '--all'], {
    input: [...commits, ...published, ''].join('\n'),
    silenceMs: LONG_SILENCE_MS,
    env: { GIT_ALLOW_PROTOCOL: '' },
  })
  if (listed.exitCode !== 0) return { heads: [], stashes: [], isComplete: false }
  const { heads } = parseParents(listed.stdout.toString('utf8'))
  const stash = stashOf(state)
  return { heads, stashes: heads.filter((one) => stash.has(one)), isComplete: !isCut }
}

/**
 * Puts the agent's commits of a submodule on kept refs of the user (D5).
 *
 * @returns the stashes that are on kept refs now, and whether all commits are. They are not when git could not read a commit, or refused one
 */
export async function keepInnerCommits(
  shadow: ShadowedWorktree,
  branch: string,
  { gitDir, target }: InnerRepository,
): Promise<{ areKept: boolean; stashes: KeptStash[] }> {
  const inner = await innerCommits(shadow, { gitDir, target })
  const stashes: KeptStash[] = []
  let areKept = inner.isComplete
  for (const commit of inner.heads) {
    const isKept = await carryCommit(shadow, branch, [join(gitDir, 'objects')], { commit, target })
    if (!isKept) areKept = false
    else if (inner.stashes.includes(commit)) stashes.push({ ref: asideRef(branch, commit), gitDir: target })
  }
  return { areKept, stashes }
}
