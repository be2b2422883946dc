import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from './object-id.ts'
import { assertRefName } from './ref-name.ts'
import { byName, refsInFiles } from './refs-in-files.ts'

export interface ListedRef {
  ref: string
  commit: string
}

/**
 * Lists refs with their commits.
 * @param prefixes the start of the full ref names, such as `refs/heads/coppice/`
 * @param within a commit: only refs whose commit is in its history are listed
 */
export async function listRefs(
  git: GitExec,
  place: GitPlace,
  prefixes: string | readonly string[],
  within?: string,
): Promise<ListedRef[]> {
  const all = typeof prefixes === 'string' ? [prefixes] : prefixes
  for (const prefix of all) assertRefName(`${prefix}x`)
  if (within !== undefined) assertObjectId(within)
  const inFiles = within === undefined ? await listedInFiles(place, all) : null
  if (inFiles !== null) return inFiles
  const merged = within === undefined ? [] : [`--merged=${within}`]
  const listed = await git.text(place, ['for-each-ref', '--format=%(objectname) %(refname)', ...merged, ...all])
  return parseRefs(listed)
}

/** Lists refs without a git process. @returns null when only git can do that */
async function listedInFiles({ commonDir }: GitPlace, prefixes: readonly string[]): Promise<ListedRef[] | null> {
  if (!prefixes.every((prefix) => prefix.endsWith('/'))) return null
  const found = await refsInFiles(
    commonDir,
    prefixes.map((prefix) => prefix.slice(0, -1)),
  )
  if (found === null || found.symbolic.size > 0) return null
  return [...found.ids].sort(byName).map(([ref, commit]) => ({ ref, commit }))
}

/** Lists the names of the refs below some prefixes whose history contains a commit. */
export async function refsWith(
  git: GitExec,
  place: GitPlace,
  commit: string,
  prefixes: readonly string[],
): Promise<string[]> {
  assertObjectId(commit)
  for (const prefix of prefixes) assertRefName(`${prefix}x`)
  const args = ['for-each-ref', '--format=%(refname)', `--contains=${commit}`, ...prefixes]
  return (await git.text(place, args)).split('\n').filter((ref) => ref !== '')
}

/** Parses lines of `COMMIT NAME`. A ref name contains neither spaces nor line breaks. */
export function parseRefs(listed: string): ListedRef[] {
  const lines = listed.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const space = line.indexOf(' ')
    return { commit: line.slice(0, space), ref: line.slice(space + 1) }
  })
}
