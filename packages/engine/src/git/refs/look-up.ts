import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from './object-id.ts'
import { isFullRefName } from './ref-name.ts'

/** An object to look up: the commit of a ref or id, or the tree of that commit. */
export interface Wanted {
  name: string
  type: 'commit' | 'tree'
}

/** Looks up several objects with one git process. @returns the id of each, or null when it does not exist */
export async function lookUp(git: GitExec, place: GitPlace, wanted: readonly Wanted[]): Promise<(string | null)[]> {
  for (const { name } of wanted)
    if (!isObjectId(name) && !isFullRefName(name)) throw new Error(`${JSON.stringify(name)} is neither a ref nor an id`)
  const input = wanted.map(({ name, type }) => `${name}^{${type}}\n`).join('')
  const found = await git.text(place, ['cat-file', '--batch-check=%(objectname)'], { input })
  return found.split('\n').map((line) => (isObjectId(line) ? line : null))
}
