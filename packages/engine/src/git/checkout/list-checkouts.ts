import { basename, dirname, join } from 'node:path'
import type { RepositoryContext } from '../repository-context.ts'
import { worktreeEntries } from '../worktree/worktree-entries.ts'
import { exists, interruptedBranch } from './operation-in-progress.ts'
import { parseWorktreeList } from './parse-worktree-list.ts'

export interface Checkout {
  path: string
  gitDir: string
  /**
   * The branch that the checkout is on. If a rebase or bisect has detached HEAD, it is the branch on which the rebase or bisect started. It
   * is null when there is no such branch.
   */
  branch: string | null
}

/** Lists every checkout of the repository: the main one and the linked ones. */
export async function listCheckouts(repo: RepositoryContext): Promise<Checkout[]> {
  const { git, plumbing, commonDir } = repo
  const listed = parseWorktreeList(
    (await git.bytes(plumbing, ['worktree', 'list', '--porcelain', '-z'])).toString('utf8'),
  )
  const linked = new Map((await worktreeEntries(commonDir)).map((entry) => [entry.path, entry.gitDir]))
  const checkouts: Checkout[] = []
  for (const { path, branch, bare } of listed) {
    if (bare) continue
    const gitDir = linked.get(path) ?? commonDir
    const place = gitDir === commonDir ? mainCheckout(repo, path) : path
    checkouts.push({ path: place, gitDir, branch: branch ?? (await interruptedBranch(gitDir)) })
  }
  // The hidden checkout is last, so that a linked worktree on the same branch is found first. A repository that is bare on purpose can look
  // like a hidden checkout, and its HEAD names a branch too.
  if (listed.some(({ bare }) => bare) && (await hasMainCheckout(repo))) checkouts.push(await hiddenCheckout(repo))
  return checkouts
}

/** @returns whether the repository has a main checkout. Call it when git lists none, because the config has `core.bare=true` */
const hasMainCheckout = async ({ checkout, commonDir }: RepositoryContext): Promise<boolean> =>
  checkout?.gitDir === commonDir || (basename(commonDir) === '.git' && (await exists(join(commonDir, 'index'))))

async function hiddenCheckout(repo: RepositoryContext): Promise<Checkout> {
  const { git, plumbing, commonDir } = repo
  const head = await git.run(plumbing, ['symbolic-ref', '--quiet', 'HEAD'])
  const branch = head.stdout.toString('utf8').trim() || (await interruptedBranch(commonDir))
  return { path: mainCheckout(repo, dirname(commonDir)), gitDir: commonDir, branch }
}

/**
 * Returns the path of the main checkout. Git lists the parent of the `.git` folder, which is wrong when the git directory is elsewhere
 * (`git init --separate-git-dir`). Then this returns the path that the project names.
 */
function mainCheckout(repo: RepositoryContext, listed: string): string {
  if (repo.checkout?.gitDir === repo.commonDir) return repo.path
  return listed === join(repo.commonDir, '.git') ? repo.commonDir : listed
}
