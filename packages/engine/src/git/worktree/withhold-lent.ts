import { shortRef } from '../../domain/naming.ts'
import type { Withheld } from '../../ports/git.ts'
import { storeObjects } from '../drafts/store-objects.ts'
import { isEverChanged } from '../history/is-ever-changed.ts'
import { treeOf } from '../history/tree-of.ts'
import { writeCommit } from '../merging/write-commit.ts'
import { moveRef } from '../refs/move-ref.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { type LentEntries, lentEntries, replaceLent } from './lent-entries.ts'
import { lentPaths } from './lent-paths.ts'
import { parseCommit, rewrittenCommit } from './raw-commit.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, withTip, writeRecord } from './worktree-record.ts'

/**
 * Removes lent files from the commits of an agent (I5: lent files are never committed). It rewrites the commits from `since` to `tip` that
 * changed a lent path: in the new commit, each lent path is as in a parent of the commit. A commit that changed nothing else is dropped.
 * One more commit that deletes the files would not be enough: a copied `.env` would stay in the history, where everybody can read it.
 * @param given the lent paths, as the plan names them
 * @returns the new tip and the lent paths that some commit changed
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
  if (lent.length === 0 || !(await isEverChanged(worktree.repo.git, worktree.repo.plumbing, range, lent)))
    return { tip, paths: [] }
  const rewriting = new Rewriting(worktree, lent, since[0] ?? tip)
  const listed = await worktree.repo.git.text(worktree.repo.plumbing, [
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

async function moveTo(worktree: WorktreeContext, branch: string | null, to: string, from: string): Promise<void> {
  const { repo, home } = worktree
  const record = await readRecord(home)
  if (record !== null) await writeRecord(home, withTip(record, to))
  if (branch === null) return
  const start = record?.startCommit ?? null
  const move = () => repo.lock.hold(() => moveRef(repo, branch, to, from))
  if (!(await storeObjects(repo, to, start === null ? [] : [start], move)))
    throw new Error(`somebody moved ${shortRef(branch)} while Coppice was removing lent files from its commits`)
}

/** Rewrites commits one by one. It must get each commit after the commit's parents. */
class Rewriting {
  readonly #worktree: WorktreeContext
  readonly #lent: readonly string[]
  readonly #start: string
  /** The new commits, by the old ones. A commit that was not rewritten is absent. */
  readonly #rewritten = new Map<string, string>()
  /** The lent paths that some commit changed. */
  readonly paths = new Set<string>()

  /** @param start a commit without parents is rewritten as if this commit were its parent */
  constructor(worktree: WorktreeContext, lent: readonly string[], start: string) {
    this.#worktree = worktree
    this.#lent = lent
    this.#start = start
  }

  /** Returns what became of a commit: the new commit, or the same one when it was not rewritten. */
  of(commit: string): string {
    return this.#rewritten.get(commit) ?? commit
  }

  /** Rewrites one commit if it changed a lent path or if one of its parents was rewritten. */
  async take([commit = '', ...oldParents]: readonly string[]): Promise<void> {
    const parents = oldParents.map((parent) => this.of(parent))
    const own = await this.#entries(commit)
    const inherited = await Promise.all((parents.length > 0 ? parents : [this.#start]).map((one) => this.#entries(one)))
    const isInherited = inherited.some((entries) => entries.text === own.text)
    if (isInherited && parents.every((parent, index) => parent === oldParents[index])) return
    this.#rewritten.set(
      commit,
      await this.#remake(commit, oldParents, parents, isInherited ? null : [own, inherited[0]]),
    )
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
    return treeOf(this.#worktree.repo.git, this.#worktree.repo.plumbing, commit)
  }

  async #write(commit: string, tree: string, parents: readonly string[]): Promise<string> {
    const { git, plumbing } = this.#worktree.repo
    const raw = parseCommit(await git.bytes(plumbing, ['cat-file', 'commit', commit]))
    return writeCommit(git, plumbing, rewrittenCommit(raw, tree, parents))
  }
}
