import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScratchRepository } from '../../fixtures/scratch-repository.ts'
import type { MergeCase } from './import-merges.ts'
import { seededRandom } from './random.ts'

/** A repository whose history serves as test data. */
export interface History {
  objects: string
  /** The newest first. */
  commits: readonly string[]
}

const MOST = 2_000

/** @returns null when the folder is no repository, or one that contains almost no history */
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
 * Makes two commits from any three of the history: both have the oldest as their parent, and the trees of the others. So each side made all
 * changes since then, and lines that the newest changed again are in conflict.
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
