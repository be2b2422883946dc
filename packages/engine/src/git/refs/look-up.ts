import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from './object-id.ts'
import { isFullRefName } from './ref-name.ts'

/** An object to look up: the commit of a ref or id, or the tree of that commit. */
export interface Wanted {
  name: string
  type: 'commit' | 'tree'
}

const ARGS = ['cat-file', '--batch-check=%(objectname)']

/**
 * Looks up objects of the user's repository, usually without a new git process. So an id that was looked up in the last seconds counts as existing,
 * even if git has removed the object since. A ref is always read anew.
 *
 * @returns the id of each, or null when it does not exist
 */
export async function lookUp(git: GitExec, place: GitPlace, wanted: readonly Wanted[]): Promise<(string | null)[]> {
  for (const { name } of wanted)
    if (!isObjectId(name) && !isFullRefName(name)) throw new Error(`${JSON.stringify(name)} is neither a ref nor an id`)
  const input = wanted.map(({ name, type }) => `${name}^{${type}}\n`).join('')
  const isWhole = (printed: string) => printed.split('\n').length > wanted.length
  const found = (await git.ask(place, ARGS, input, isWhole)) ?? (await git.text(place, ARGS, { input }))
  return found
    .split('\n')
    .slice(0, wanted.length)
    .map((line) => (isObjectId(line) ? line : null))
}
