import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import { namedByGitFile } from './inner-repositories.ts'
import type { ShadowedWorktree } from './shadowed-worktree.ts'
import type { WorktreeContext } from './worktree-context.ts'

/**
 * Finds folders in which the agent created another repository (`git init`, `git clone`). Declared submodules do not count. `git add`
 * would store only the id of such a repository's commit, and its files would be lost. If the repository has no commit, `git add` fails.
 * @param linked the paths of the gitlinks in the index
 */
export async function nestedRepositories(worktree: ShadowedWorktree, linked: readonly string[]): Promise<string[]> {
  const declared = linked.length === 0 ? new Set<string>() : await submodulePaths(worktree)
  const found: string[] = []
  for (const path of [...linked.filter((one) => !declared.has(one)), ...(await untrackedRepositories(worktree))])
    if (await exists(join(worktree.path, path, '.git'))) found.push(path)
  return [...new Set(found)]
}

/** Finds untracked repositories: git lists each file of an ordinary folder, but a repository only as `folder/`. */
async function untrackedRepositories({ repo, place }: ShadowedWorktree): Promise<string[]> {
  const args = ['ls-files', '--others', '--exclude-standard', '-z']
  const paths = (await repo.git.bytes(place, args)).toString('utf8').split('\0')
  return paths.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1))
}

async function submodulePaths({ repo, place }: ShadowedWorktree): Promise<Set<string>> {
  const args = [
    'config',
    '--file',
    join(place.workTree, '.gitmodules'),
    '-z',
    '--get-regexp',
    '^submodule\\..*\\.path$',
  ]
  const { stdout } = await repo.git.run(place, args)
  const entries = stdout
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
  return new Set(entries.map((entry) => entry.slice(entry.indexOf('\n') + 1)))
}

/** @returns whether a folder is a worktree of the agent's git directory, which the agent made with `git worktree add` */
export async function isLinkedWorktree({ path, gitDir }: ShadowedWorktree, folder: string): Promise<boolean> {
  const named = await namedByGitFile(join(path, folder))
  return named !== null && dirname(named) === join(gitDir, 'worktrees')
}

/**
 * Moves the `.git` of nested repositories to names beside the shadow, so that git can add the repositories' files.
 * @returns a function that moves each `.git` back
 */
export async function setAside(worktree: WorktreeContext, paths: readonly string[]): Promise<() => Promise<void>> {
  const moved: [string, string][] = []
  const moveBack = async () => {
    for (const [from, to] of moved.reverse()) await rename(to, from)
  }
  try {
    for (const path of paths) {
      const from = join(worktree.path, path, '.git')
      const to = await freeName(dirname(worktree.home))
      await rename(from, to)
      moved.push([from, to])
    }
  } catch (error) {
    await moveBack()
    throw error
  }
  return moveBack
}

async function freeName(folder: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = join(folder, `nested-${number}`)
    if (!(await exists(name))) return name
  }
}
