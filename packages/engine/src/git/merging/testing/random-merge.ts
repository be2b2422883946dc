import { type Random, seededRandom } from './random.ts'
import { changedTree, firstTree, type Tree } from './random-tree.ts'

/** A commit to create. Its parents are positions in the list of commits. */
interface Commit {
  tree: Tree
  parents: readonly number[]
}

/** A history and two of its commits to merge. */
export interface RandomMerge {
  commits: readonly Commit[]
  ours: number
  theirs: number
}

/**
 * Generates a history with two commits to merge. The same seed generates the same history. Most histories have one merge base. Some have two
 * merge bases or none, and in some one commit is an ancestor of the other.
 */
export function randomMerge(seed: number): RandomMerge {
  const random = seededRandom(seed)
  const commits: Commit[] = []
  const commit = (tree: Tree, ...parents: number[]) => commits.push({ tree, parents }) - 1
  const line = (from: number, length: number) => {
    let tip = from
    for (let left = length; left > 0; left--) tip = commit(changedTree(random, treeOf(commits, tip)), tip)
    return tip
  }
  const base = commit(firstTree(random))
  const [one, two] = [line(base, 1 + random.int(2)), line(base, 1 + random.int(2))]
  if (random.chance(0.04)) return { commits, ours: one, theirs: commit(changedTree(random, treeOf(commits, two))) }
  if (random.chance(0.03))
    return {
      commits,
      ...random.pick([
        { ours: base, theirs: one },
        { ours: one, theirs: base },
      ]),
    }
  if (random.chance(0.75)) return { commits, ours: one, theirs: two }
  return crissCross(random, commits, [one, two], commit, line)
}

/** Merges the commits `one` and `two` twice, once on each side. So both are merge bases of the result. */
function crissCross(
  random: Random,
  commits: readonly Commit[],
  [one, two]: readonly [number, number],
  commit: (tree: Tree, ...parents: number[]) => number,
  line: (from: number, length: number) => number,
): RandomMerge {
  const joined = () => new Map([...treeOf(commits, random.pick([one, two]))])
  const ours = line(commit(joined(), one, two), random.int(2))
  const theirs = line(commit(joined(), two, one), random.int(2))
  return { commits, ours, theirs }
}

function treeOf(commits: readonly Commit[], at: number): Tree {
  const commit = commits[at]
  if (!commit) throw new Error('there is no such commit')
  return commit.tree
}
