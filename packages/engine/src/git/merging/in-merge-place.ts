import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import type { AttributeFiles } from './attribute-files.ts'
import { inAttributeFolder } from './attribute-folder.ts'

/**
 * Calls `use` with the directories in which `git merge-tree` merges. Git reads attributes from the files of a working tree, so the working
 * tree is a temporary folder that contains only these attributes files.
 * @param config further `-c` settings
 */
export async function inMergePlace<T>(
  { plumbing, drafts, guard }: RepositoryContext,
  files: AttributeFiles,
  config: readonly string[],
  use: (place: GitPlace) => Promise<T>,
): Promise<T> {
  await drafts.open()
  // In a partial clone, a merge could fetch missing commits of a submodule with a program that the submodule's config names (I2). With this
  // file git finds no submodules, so each change on both sides is a conflict.
  const all = guard.isPartialClone ? new Map([...files, ['.gitmodules', Buffer.alloc(0)]]) : files
  return inAttributeFolder(all, (folder) => use({ ...plumbing, cwd: folder, workTree: folder, config }))
}
