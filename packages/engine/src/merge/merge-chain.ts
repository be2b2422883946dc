import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Repository } from '../ports/git.ts'
import type { MergeMessage } from './merge-message.ts'
import { type MergeOutcome, mergedTree } from './merge-work.ts'
import type { Verifier } from './verifier.ts'

/** Finished work that may be merged in a chain. */
export interface ChainedWork {
  /** The key of the task. */
  key: string
  /** The commit of the finished work. It is null when the agent reported that no change is needed. */
  workCommit: string | null
  /** The tree of an earlier merge of this work that verify refused. It is null when there is none. */
  refusedTree: string | null
  message(verified: MergeMessage['verified']): string
}

/** A merge in a chain. */
export interface Link {
  work: ChainedWork
  tree: string
  /**
   * The merge as a commit that is on no ref. Its message does not say yet what verify has found. It exists until the next ref moves, because
   * the user's git may remove it then.
   */
  commit: string
}

/**
 * Merges works in memory, each into the merge before it. The chain ends before the first work that conflicts, that is lost, or whose tree
 * verify has refused before. Such a work needs a merge of its own.
 *
 * @param tip the commit into which the first work is merged
 * @param works in the order of their merges
 */
export async function linkUp(repository: Repository, tip: string, works: readonly ChainedWork[]): Promise<Link[]> {
  const links: Link[] = []
  for (const work of works) {
    const onto = links.at(-1)?.commit ?? tip
    const merged = await mergedTree(repository, { tip: onto, workCommit: work.workCommit })
    if (!merged?.clean || merged.tree === work.refusedTree) break
    const { tree } = merged
    links.push({ work, tree, commit: await commitOf(repository, onto, { work, tree }, null) })
  }
  return links
}

/** A chain that is complete in memory. */
export interface Chain {
  /** The full ref name of the run's branch. */
  branch: string
  /** The tip of the run's branch, into which the first link is merged. Verify passes there. */
  tip: string
  links: readonly Link[]
}

export interface ChainWatch {
  /** Is called when the branch has moved over these commits. They are the merges of the next links that were not merged yet. */
  onMoved(commits: readonly string[]): Promise<void>
  reach: ReachFailPoint
}

/** What happened to the first link that was not merged. The links after it are not merged either. */
export type ChainStop = Exclude<MergeOutcome, { is: 'merged' | 'conflict' | 'work-lost' }>

/**
 * Verifies the last tree of a chain, and moves the branch over the whole chain if verify passes (ADR 0085). If verify fails, the first link
 * with which it fails is found by halving. So the branch only ever points to a tree that has passed (D3). A link is refused only if verify
 * fails on its own tree and passes on the tree before it, as if all links were merged one by one.
 *
 * @returns null when all links are merged
 */
export async function mergeChain(
  repository: Repository,
  verifier: Pick<Verifier, 'verify'>,
  { branch, tip, links }: Chain,
  signal: AbortSignal,
  { onMoved, reach }: ChainWatch,
): Promise<ChainStop | null> {
  let at = tip
  /** The number of links that are merged. Verify passes on the last of them. */
  let merged = 0
  /** The position of the first link with which verify is known to fail, from 1, and what it said. */
  let red = links.length + 1
  let stop: ChainStop | null = null
  let next = links.length
  for (let isFirst = true; red - merged > 1; isFirst = false) {
    const part = isFirst ? links : await linkedAgain(repository, at, links.slice(merged, next))
    const link = part?.at(-1)
    if (!part || !link) return { is: 'aborted' }
    const verdict = await verifier.verify(link.commit, signal)
    if (verdict.is === 'aborted' || signal.aborted) return { is: 'aborted' }
    if (verdict.is === 'broken') return verdict
    reach('merge.verified')
    if (verdict.is === 'refused') {
      stop = { is: 'refused', tree: link.tree, failure: verdict.failed[0].failure }
      red = next
    } else {
      const commits = await commitAll(repository, at, part)
      const last = commits.at(-1) ?? at
      if (!(await repository.updateRef(branch, last, at))) return { is: 'tip-moved' }
      reach('merge.branch-moved')
      await onMoved(commits)
      at = last
      merged = next
    }
    next = merged + Math.floor((red - merged) / 2)
  }
  return stop
}

/**
 * Makes links again, because the last verify has moved the pin of its worktree. A later move takes the pin away from them, and then a
 * `git gc --prune=now` of the user removes the links that no other ref contains (D5). To make them again takes milliseconds.
 * @returns null when one of the works can no longer be merged, for example because it is lost
 */
async function linkedAgain(repository: Repository, at: string, links: readonly Link[]): Promise<Link[] | null> {
  const again = await linkUp(
    repository,
    at,
    links.map(({ work }) => work),
  )
  return again.length === links.length ? again : null
}

/** Commits links whose last tree has passed verify. The trees stay the same. Each message says which tree was verified. */
async function commitAll(repository: Repository, tip: string, links: readonly Link[]): Promise<string[]> {
  const last = links.at(-1)
  const commits: string[] = []
  for (const link of links) {
    const verified = link === last ? true : { with: last?.work.key ?? '' }
    commits.push(await commitOf(repository, commits.at(-1) ?? tip, link, verified))
  }
  return commits
}

function commitOf(
  repository: Repository,
  onto: string,
  { work, tree }: Pick<Link, 'work' | 'tree'>,
  verified: MergeMessage['verified'],
): Promise<string> {
  const parents = work.workCommit ? [onto, work.workCommit] : [onto]
  return repository.commitTree(tree, parents, work.message(verified))
}
