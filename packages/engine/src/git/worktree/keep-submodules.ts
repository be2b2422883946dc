import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptStash } from '../../domain/attempt-report.ts'
import type { SubmoduleWork } from '../../ports/git.ts'
import { setSlotAside } from '../slot/settle-slot.ts'
import { keepSubmoduleFiles, submoduleFiles } from './inner-files.ts'
import { type InnerRepository, innerRepositories } from './inner-repositories.ts'
import { keepInnerCommits } from './keep-inner-commits.ts'
import { lackingSubmodules } from './lacking-submodules.ts'
import { type ShadowedWorktree, shadowed } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { gitlinksOf } from './worktree-index.ts'
import { readRecord } from './worktree-record.ts'

/**
 * Puts what an agent wrote in submodules on kept refs (D5: nothing that an agent wrote is lost): its commits on any branch, its stash, and the
 * files that it did not commit. Before this, they are only in the worktree. They are copied into the user's copy of the submodule, or into
 * the user's repository when there is no such copy. Only objects are copied, with Coppice's own git directory: no git runs in the agent's
 * submodule, whose config may name programs (I2).
 *
 * @param since the commits and branches whose gitlinks are not the agent's: where the attempt started, and what was merged into it
 * @param tip the result of the attempt
 */
export async function keepSubmodules(
  worktree: WorktreeContext,
  branch: string,
  since: readonly string[],
  tip: string,
): Promise<SubmoduleWork> {
  const shadow = await shadowed(worktree)
  const links = await gitlinksOf(shadow, shadow.index)
  const inner = await innerRepositories(shadow)
  if (links.length === 0 && inner.length === 0) return { lacking: [], edited: [], folder: null, stashes: [] }
  const populated = await submoduleFiles(shadow, links)
  const embedded = populated.map(({ repository }) => repository).filter((one) => one !== null)
  const all = new Map([...inner, ...embedded].map((one) => [one.gitDir, one]))
  const refused: InnerRepository[] = []
  const stashes: KeptStash[] = []
  for (const one of all.values()) {
    const kept = await keepInnerCommits(shadow, branch, one)
    if (!kept.areKept) refused.push(one)
    stashes.push(...kept.stashes)
  }
  const edited: string[] = []
  const before = (await readRecord(worktree.home))?.submodules ?? {}
  for (const files of populated) {
    const kept = await keepSubmoduleFiles(shadow, branch, files, before[files.path] ?? null)
    if (kept === 'refused') throw new Error(`git could not copy the files of the submodule ${files.path}`)
    if (kept === 'kept') edited.push(files.path)
  }
  const lacking = await lackingSubmodules(shadow, branch, since, tip)
  const folder = refused.length === 0 ? null : await setAside(shadow, refused, tip, branch)
  return { lacking, edited, folder, stashes }
}

/** Keeps the agent's git directory with the repositories of its submodules. @returns its new name */
async function setAside(
  shadow: ShadowedWorktree,
  refused: readonly InnerRepository[],
  tip: string,
  branch: string,
): Promise<string> {
  const inTree = refused.filter(({ gitDir }) => gitDir.startsWith(join(shadow.path, '/')))
  for (const [number, { gitDir }] of inTree.entries()) await rename(gitDir, join(shadow.gitDir, `submodule-${number}`))
  return setSlotAside(shadow, tip, branch)
}
