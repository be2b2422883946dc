import { treeOf } from '../history/tree-of.ts'
import { ignoredPaths } from './ignored-files.ts'
import { submoduleFiles } from './inner-files.ts'
import { untrackedLinks } from './setup-links.ts'
import { shadowed } from './shadowed-worktree.ts'
import { stageAll } from './stage-all.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { gitlinksOf } from './worktree-index.ts'
import { readRecord, writeRecord } from './worktree-record.ts'

/**
 * Stores what is in the worktree before the agent starts: the trees before and after setup, and the ignored files. They are not the work
 * of the task (I5).
 * @param except the copied and linked paths
 */
export async function noteSetup(worktree: WorktreeContext, except: readonly string[]): Promise<void> {
  const { repo, home, path } = worktree
  const record = await readRecord(home)
  if (!record?.startCommit) throw new Error(`the worktree ${path} is not leased to an attempt`)
  const shadow = await shadowed(worktree)
  const setupLinks = await untrackedLinks(shadow)
  const before = record.mergeTree ?? (await treeOf(repo.git, repo.plumbing, record.startCommit))
  const { tree: after } = await stageAll(worktree, record.startCommit, except)
  const setup = before === after ? undefined : { before, after }
  const submodules = await submoduleFiles(shadow, await gitlinksOf(shadow, shadow.index))
  const trees = Object.fromEntries(submodules.map(({ path: at, tree }) => [at, tree]))
  const found = submodules.length === 0 ? {} : { submodules: trees }
  await writeRecord(home, { ...record, ...found, setupLinks, setup, ignored: await ignoredPaths(shadow) })
}
