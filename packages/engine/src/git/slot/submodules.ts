import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { configText } from '../exec/config-text.ts'
import { plumbingIn } from '../exec/git-place.ts'
import type { ShadowedWorktree } from '../worktree/shadowed-worktree.ts'
import { submoduleNames } from '../worktree/submodule-names.ts'
import { GITLINK, gitlinksOf, readIndex } from '../worktree/worktree-index.ts'
import { isPlainFolder } from './plain-files.ts'

/**
 * Sets the addresses of submodules in the config of the agent's git. The agent's git then clones a submodule from the user's copy, if that
 * copy has the commit that the working tree needs. Commits that earlier agents made in a submodule are only in that copy (D5). An address
 * is a URL and not a path: when git clones from a path, it makes hard links to the objects, and an agent could change these.
 *
 * @param commit the commit at which the working tree is
 */
export async function useCopiesOfSubmodules(shadow: ShadowedWorktree, commit: string): Promise<void> {
  const { repo, gitDir, index } = shadow
  if ((await gitlinksOf(shadow, index)).length === 0) return
  const names = await submoduleNames(repo.git, repo.plumbing, commit)
  const urls: [string, string][] = []
  for (const { path, id } of (await readIndex(shadow)).filter(({ mode }) => mode === GITLINK)) {
    const name = names.get(path)
    if (name === undefined || !(await isPlainFolder(repo.commonDir, `modules/${name}/objects`))) continue
    const copy = join(repo.commonDir, 'modules', name)
    const found = await repo.git.run(plumbingIn(copy), ['cat-file', '-e', `${id}^{commit}`])
    if (found.exitCode === 0) urls.push([`submodule.${name}.url`, pathToFileURL(copy).href])
  }
  await appendFile(join(gitDir, 'config'), configText(urls))
}

/** Variables that allow an agent's git to clone submodules from the user's copies, which are on this machine. */
export const SUBMODULE_ACCESS: Readonly<Record<string, string>> = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'protocol.file.allow',
  GIT_CONFIG_VALUE_0: 'always',
}
