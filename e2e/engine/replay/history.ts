import { execFileSync } from 'node:child_process'

/** A commit of a real history, as a task that makes the same change. */
export interface ReplayedCommit {
  id: string
  /** The commit to which the change is compared: its first parent. */
  parent: string
  /** The paths that the commit adds or changes. */
  written: readonly string[]
  deleted: readonly string[]
}

/** @returns the last `count` commits on the first-parent line of `tip`, oldest first */
export function replayedCommits(repository: string, tip: string, count: number): ReplayedCommit[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: repository, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  const ids = git('rev-list', '--first-parent', `--max-count=${count + 1}`, tip)
    .trim()
    .split('\n')
    .reverse()
  return ids.slice(1).map((id, index) => {
    const parent = ids[index] as string
    const changes = git('diff-tree', '-r', '-z', '--name-status', '--no-renames', parent, id).split('\0')
    const pathsOf = (fits: (status: string) => boolean) =>
      changes.flatMap((status, at) =>
        at % 2 === 0 && status !== '' && fits(status) ? [changes[at + 1] as string] : [],
      )
    return { id, parent, written: pathsOf((status) => status !== 'D'), deleted: pathsOf((status) => status === 'D') }
  })
}

/**
 * Returns for each commit the indexes of the earlier commits that it depends on. Two commits depend on each other if they change the same
 * path, if a path of one is a folder of the other, or if one deletes a path in a folder in which the other writes. In the last case, git
 * could believe that the folder was renamed, and put the file of the other commit into the wrong folder.
 */
export function dependenciesOf(commits: readonly ReplayedCommit[]): number[][] {
  return commits.map((later, index) =>
    commits.slice(0, index).flatMap((earlier, at) => (dependsOn(later, earlier) ? [at] : [])),
  )
}

function dependsOn(later: ReplayedCommit, earlier: ReplayedCommit): boolean {
  const [mine, theirs] = [touched(later), touched(earlier)]
  return (
    [...mine].some((path) => theirs.has(path)) ||
    isInside(mine, theirs) ||
    isInside(theirs, mine) ||
    writesBeside(later, earlier) ||
    writesBeside(earlier, later)
  )
}

const touched = ({ written, deleted }: ReplayedCommit): Set<string> => new Set([...written, ...deleted])

/** Returns whether a path of `paths` is in a folder that has the name of a path of `others`. */
const isInside = (paths: Iterable<string>, others: ReadonlySet<string>): boolean =>
  [...paths].some((path) => foldersOf(path).some((folder) => others.has(folder)))

function writesBeside(writer: ReplayedCommit, deleter: ReplayedCommit): boolean {
  const emptied = new Set(deleter.deleted.flatMap(foldersOf))
  return writer.written.some((path) => foldersOf(path).some((folder) => emptied.has(folder)))
}

/** @returns `a` and `a/b` for `a/b/c` */
function foldersOf(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
