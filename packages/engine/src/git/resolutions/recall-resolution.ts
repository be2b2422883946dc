import { resolutionRef } from '../../domain/naming.ts'
import type { RecalledResolution } from '../../ports/git.ts'
import { parseTrailers, TRAILER_FORMAT } from '../history/parse-trailers.ts'
import { commitTime } from '../refs/ref-sizes.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { findConflict } from './find-conflict.ts'
import { isRegularFile } from './parse-conflict.ts'
import { type Blob, writeTree } from './write-tree.ts'

/**
 * Merges two commits and resolves their conflict as a conflict with the same key was resolved before.
 * @returns null when no resolution of this conflict is remembered
 */
export async function recallResolution(
  repo: RepositoryContext,
  ours: string,
  theirs: string,
): Promise<RecalledResolution | null> {
  const { git, plumbing } = repo
  const conflict = await findConflict(repo, ours, theirs)
  if (conflict === null) return null
  const ref = resolutionRef(conflict.key)
  const commit = await resolveCommit(git, plumbing, ref)
  if (commit === null) return null
  const logged = await git.bytes(plumbing, ['log', '-1', '-z', `--format=tformat:${TRAILER_FORMAT}`, commit, '--'])
  const [origin] = parseTrailers(logged.toString('utf8'))
  const blobs = parseBlobs((await git.bytes(plumbing, ['ls-tree', '-r', '-z', commit])).toString('utf8'))
  // A person can move the ref to any commit. Only files of the conflict may be replaced.
  if (!origin || !blobs.every(({ path, mode }) => conflict.paths.has(path) && isRegularFile(mode))) return null
  return {
    tree: await writeTree(repo, conflict.tree, blobs),
    ref,
    commit,
    time: await commitTime(git, plumbing, commit),
    project: origin.project,
    run: origin.run,
    task: origin.task,
  }
}

/** Parses the output of `git ls-tree -r -z`: mode, type, id, path NUL. */
function parseBlobs(stdout: string): Blob[] {
  const lines = stdout.split('\0').filter((line) => line !== '')
  return lines.map((line) => {
    const [mode = '', , id = ''] = line.slice(0, line.indexOf('\t')).split(' ')
    return { mode, id, path: line.slice(line.indexOf('\t') + 1) }
  })
}
