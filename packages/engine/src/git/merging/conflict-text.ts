import { assertObjectId, isObjectId } from '../refs/object-id.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { inMergePlace } from './in-merge-place.ts'
import { MERGE_TREE } from './merge-arguments.ts'

/** Nobody reads a larger file in a dialog. An editor shows it better. */
const MOST_BYTES = 262_144

/**
 * Merges two commits and returns a file of the result, with conflict markers and the common text between the sides. The markers name the
 * sides: `merged first` is `ours`, and `this task` is `theirs`.
 *
 * @returns null when the merge has no conflict, or when the file is absent, binary or larger than 256 KiB
 */
export async function conflictText(
  repo: RepositoryContext,
  ours: string,
  theirs: string,
  path: string,
): Promise<string | null> {
  for (const id of [ours, theirs]) assertObjectId(id)
  return inMergePlace(repo, await repo.attributes.at(ours), ['merge.conflictStyle=zdiff3'], async (place) => {
    const merge = await repo.git.run(place, [...MERGE_TREE, '--name-only', '--no-messages', ours, theirs])
    const [tree = ''] = merge.stdout.toString('utf8').split('\0')
    if (merge.exitCode !== 1 || !isObjectId(tree)) return null
    const file = `${tree}:${path}`
    const size = await repo.git.run(place, ['cat-file', '-s', file])
    if (size.exitCode !== 0 || Number(size.stdout.toString()) > MOST_BYTES) return null
    const content = await repo.git.run(place, ['cat-file', 'blob', file])
    if (content.exitCode !== 0 || content.stdout.includes(0)) return null
    return namedSides(content.stdout.toString('utf8'))
  })
}

/** Git names the sides of a conflict by the ids of the commits. */
const namedSides = (text: string): string =>
  text
    .replace(/^(<{7,}) .*$/gm, '$1 merged first')
    .replace(/^(\|{7,}) .*$/gm, '$1 before')
    .replace(/^(>{7,}) .*$/gm, '$1 this task')
