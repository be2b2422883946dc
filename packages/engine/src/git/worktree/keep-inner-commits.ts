import { join } from 'node:path'
import { LONG_SILENCE_MS } from '../exec/git-exec.ts'
import { plumbingIn } from '../exec/git-place.ts'
import { parseParents } from '../history/parse-parents.ts'
import { borrowingObjects } from '../slot/borrowing-objects.ts'
import { sealObjects } from '../slot/seal-objects.ts'
import { newIds, readSlotState, remoteTips } from '../slot/slot-state.ts'
import { carryCommit } from './carry-commit.ts'
import type { InnerRepository } from './inner-repositories.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'

/**
 * Puts the commits of all branches, the stash and the logs of a submodule on kept refs of the user (D5). Commits that a branch of a remote
 * contains are not the agent's.
 *
 * @returns false when git could not read a commit, or refused one
 */
export async function keepInnerCommits(
  shadow: ShadowedWorktree,
  branch: string,
  { gitDir, target }: InnerRepository,
): Promise<boolean> {
  const { git } = shadow.repo
  const objects = join(gitDir, 'objects')
  const state = await readSlotState(gitDir)
  const { ids, isCut } = newIds(state, false, null, null)
  if (ids.length === 0) return !isCut
  await sealObjects(objects, join(target, 'objects'))
  const place = borrowingObjects(plumbingIn(target), [objects])
  const existing = async (wanted: Iterable<string>) => {
    const input = [...wanted].map((id) => `${id}^{commit}\n`).join('')
    const found = await git.text(place, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], { input })
    return found.split('\n').flatMap((line) => (line.startsWith('commit ') ? [line.slice('commit '.length)] : []))
  }
  const commits = [...new Set(await existing(ids))]
  if (commits.length === 0) return !isCut
  const published = (await existing(remoteTips(state))).map((id) => `^${id}`)
  const listed = await git.run(place, ['rev-list', '--parents', '--stdin', '--not', '--all'], {
    input: [...commits, ...published, ''].join('\n'),
    silenceMs: LONG_SILENCE_MS,
    env: { GIT_ALLOW_PROTOCOL: '' },
  })
  if (listed.exitCode !== 0) return false
  let isComplete = !isCut
  for (const commit of parseParents(listed.stdout.toString('utf8')).heads)
    if (!(await carryCommit(shadow, branch, [objects], { commit, target }))) isComplete = false
  return isComplete
}
