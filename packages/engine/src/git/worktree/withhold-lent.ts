import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Withheld } from '../../ports/git.ts'
import { treeOf } from '../history/tree-of.ts'
import { moveRef } from '../refs/move-ref.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { type LentEntries, lentEntries, replaceLent } from './lent-entries.ts'
import { lentPaths } from './lent-paths.ts'
import { parseCommit, rewrittenCommit } from './raw-commit.ts'
import type { WorktreeContext } from './worktree-context.ts'

const LITERAL = { env: { GIT_LITERAL_PATHSPECS: '1' } }

/**
 * I5: nobody may commit what a plan lends, so an agent's commits after `since` are made anew without it: each gets these paths as one
 * of its parents has them. A commit on top that removes them would leave them in the history, where a copied `.env` is as public as
 * in the tree. A commit that contained nothing else is dropped.
 */
export async function withholdLent(
  worktree: WorktreeContext,
  branch: string | null,
  tip: string,
  since: readonly string[],
  given: readonly string[],
): Promise<Withheld> {
  for (const commit of [tip, ...since]) assertObjectId(commit)
  const lent = lentPaths(given)
  const range = [tip, ...since.map((commit) => `^${commit}`)]
  if (lent.length === 0 || !(await isTouched(worktree, range, lent))) return { tip, paths: [] }
  const rewriting = new Rewriting(worktree, lent, since[0] ?? tip)
  const listed = await worktree.repo.git.text(worktree.place, [
    'rev-list',
    '--topo-order',
    '--reverse',
    '--parents',
    ...range,
    '--',
  ])
  for (const line of listed.split('\n')) await rewriting.take(line.split(' '))
  const withheld = rewriting.of(tip)
  await moveTo(worktree, branch, withheld, tip)
  return { tip: withheld, paths: [...rewriting.paths] }
}

/** Searches the whole history: a path that one commit adds and a later one removes is in no final tree, but in the history. */
async function isTouched({ repo, place }: WorktreeContext, range: readonly string[], lent: readonly string[]) {
  const args = ['rev-list', '--max-count=1', '--full-history', ...range, '--', ...lent]
  return (await repo.git.text(place, args, LITERAL)) !== ''
}

async function moveTo(worktree: WorktreeContext, branch: string | null, to: string, from: string): Promise<void> {
  const { git, plumbing, lock } = worktree.repo
  if (branch === null) await git.text(worktree.place, ['update-ref', '--no-deref', 'HEAD', to, from])
  else if (!(await lock.hold(() => moveRef(git, plumbing, branch, to, from))))
    throw new Error(`${branch} moved while lent files were taken out of its commits`)
}

class Rewriting {
  readonly #worktree: WorktreeContext
  readonly #lent: readonly string[]
  readonly #start: string
  readonly #made = new Map<string, string>()
  /** Returns the lent paths that some commit changed. */
  readonly paths = new Set<string>()

  /** A commit without parents gets the lent paths of `start`. */
  constructor(worktree: WorktreeContext, lent: readonly string[], start: string) {
    this.#worktree = worktree
    this.#lent = lent
    this.#start = start
  }

  of(commit: string): string {
    return this.#made.get(commit) ?? commit
  }

  /** Parents come before their children. */
  async take([commit = '', ...oldParents]: readonly string[]): Promise<void> {
    const parents = oldParents.map((parent) => this.of(parent))
    const own = await this.#entries(commit)
    const inherited = await Promise.all((parents.length > 0 ? parents : [this.#start]).map((one) => this.#entries(one)))
    const isInherited = inherited.some((entries) => entries.text === own.text)
    if (isInherited && parents.every((parent, index) => parent === oldParents[index])) return
    this.#made.set(commit, await this.#remake(commit, oldParents, parents, isInherited ? null : [own, inherited[0]]))
  }

  #entries(commit: string): Promise<LentEntries> {
    return lentEntries(this.#worktree, commit, this.#lent)
  }

  async #remake(
    commit: string,
    oldParents: readonly string[],
    parents: readonly string[],
    change: readonly [LentEntries, LentEntries | undefined] | null,
  ): Promise<string> {
    const oldTree = await this.#tree(commit)
    const tree = change ? await replaceLent(this.#worktree, commit, ...change) : oldTree
    if (change)
      for (const path of this.#lent) if (change[0].below(path) !== change[1]?.below(path)) this.paths.add(path)
    const [parent, oldParent] = [parents[0], oldParents[0]]
    if (parents.length === 1 && parent && oldParent && (await this.#tree(parent)) === tree)
      if ((await this.#tree(oldParent)) !== oldTree) return parent
    return this.#write(commit, tree, parents)
  }

  #tree(commit: string): Promise<string> {
    return treeOf(this.#worktree.repo.git, this.#worktree.place, commit)
  }

  /** Passes the message as a file, because it may be in any encoding. */
  async #write(commit: string, tree: string, parents: readonly string[]): Promise<string> {
    const { repo, place, gitDir } = this.#worktree
    const raw = parseCommit(await repo.git.bytes(place, ['cat-file', 'commit', commit]))
    const file = join(gitDir, 'coppice-commit')
    await writeFile(file, rewrittenCommit(raw, tree, parents))
    return repo.git.text(place, ['hash-object', '-t', 'commit', '-w', '--no-filters', '--', file])
  }
}
