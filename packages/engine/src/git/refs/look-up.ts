import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from './object-id.ts'
import { isFullRefName } from './ref-name.ts'

/** An object to look up: the commit of a ref or id, or the tree of that commit. */
export interface Wanted {
  name: string
  type: 'commit' | 'tree'
}

/**
 * Looks up objects of the user's repository, usually without a new git process. So an id that was looked up in the last seconds counts as existing,
 * even if git has removed the object since. A ref is always read anew.
 *
 * @returns the id of each, or null when it does not exist
 */
export async function lookUp(git: GitExec, place: GitPlace, wanted: readonly Wanted[]): Promise<(string | null)[]> {
  for (const { name } of wanted)
    if (!isObjectId(name) && !isFullRefName(name)) throw new Error(`${JSON.stringify(name)} is neither a ref nor an id`)
  const found = await findObjects(
    git,
    place,
    wanted.map(({ name, type }) => `${name}^{${type}}`),
  )
  return found.map((one) => one?.id ?? null)
}

interface FoundObject {
  id: string
  type: string
}

const ARGS = ['cat-file', '--batch-check=%(objectname) %(objecttype)']
const FOUND = /^([0-9a-f]+) (blob|commit|tag|tree)$/

/**
 * Finds objects as `lookUp` does.
 * @param names names of objects as git understands them, without line breaks. No user and no agent may have written them.
 */
export async function findObjects(
  git: GitExec,
  place: GitPlace,
  names: readonly string[],
): Promise<(FoundObject | null)[]> {
  const input = names.map((name) => `${name}\n`).join('')
  const isWhole = (printed: string) => printed.split('\n').length > names.length
  const printed = (await git.ask(place, ARGS, input, isWhole)) ?? (await git.text(place, ARGS, { input }))
  const lines = printed.split('\n').slice(0, names.length)
  return lines.map((line) => {
    const [, id, type] = FOUND.exec(line) ?? []
    return id === undefined || type === undefined ? null : { id, type }
  })
}
