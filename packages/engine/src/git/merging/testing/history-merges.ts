import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScratchRepository } from '../../fixtures/scratch-repository.ts'
import type { MergeCase } from './import-merges.ts'
import { seededRandom } from './random.ts'

/** A repository whose history serves as test data. */
export interface History {
  /** The path of the folder with the objects. */
  objects: string
  /** The ids of the commits, newest first. */
  commits: readonly string[]
}

const MOST = 2_000

/** Reads the history of the repository that contains a folder. @returns null when there is no repository, or fewer than 50 commits */
export function historyOf(folder: string): History | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    const commits = git('rev-list', '--first-parent', `--max-count=${MOST}`, 'HEAD').split('\n')
    const objects = git('rev-parse', '--path-format=absolute', '--git-path', 'objects')
    return commits.length < 50 || commits[0]?.length !== 40 ? null : { objects, commits }
  } catch {
    return null
  }
}

/**
 * Creates merges from the history. For each seed it chooses three commits. The oldest is the common parent of two new commits, which get the
 * trees of the other two. Lines that differ in all three trees are then in conflict.
 */
export function historyMerges(scratch: ScratchRepository, history: History, seeds: readonly number[]): MergeCase[] {
  writeFileSync(join(scratch.path, '.git/objects/info/alternates'), `${history.objects}\n`)
  return seeds.map((seed) => {
    const random = seededRandom(seed)
    const at = Array.from({ length: 3 }, () => random.int(history.commits.length)).sort((one, two) => two - one)
    const [oldest = '', ...sides] = at.map((position) => history.commits[position] ?? '')
    const [one = '', two = ''] = sides.map((side) =>
      scratch.git(['commit-tree', `${side}^{tree}`, '-p', oldest, '-m', 'Side']),
    )
    const [ours, theirs] = random.chance(0.5) ? [one, two] : [two, one]
    return { name: `COPPICE_MERGE_SEED=${seed}: ${sides.join(' and ')} on ${oldest}`, ours, theirs }
  })
}
