import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertRefName } from './ref-name.ts'

export interface ListedRef {
  ref: string
  commit: string
}

/** Full names below a prefix that ends with a slash. */
export async function listRefs(git: GitExec, place: GitPlace, prefix: string): Promise<ListedRef[]> {
  assertRefName(`${prefix}x`)
  const listed = await git.text(place, ['for-each-ref', '--format=%(objectname) %(refname)', prefix])
  return parseRefs(listed)
}

/** Ref names hold neither spaces nor line breaks. */
export function parseRefs(listed: string): ListedRef[] {
  const lines = listed.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const space = line.indexOf(' ')
    return { commit: line.slice(0, space), ref: line.slice(space + 1) }
  })
}
