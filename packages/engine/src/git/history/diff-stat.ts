import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

export interface ChangedPath {
  path: string
  added: number | null
  removed: number | null
}

export async function diffStat(git: GitExec, place: GitPlace, from: string, to: string): Promise<ChangedPath[]> {
  assertObjectId(from)
  assertObjectId(to)
  const how = ['-r', '-z', '--numstat', '--no-renames', '--no-ext-diff', '--no-textconv']
  return parseNumstat((await git.bytes(place, ['diff-tree', ...how, from, to])).toString('utf8'))
}

/** Parses the output of `--numstat -z --no-renames`: `added TAB removed TAB path NUL`, with dashes for binary files. */
export function parseNumstat(stdout: string): ChangedPath[] {
  const records = stdout.split('\0').filter((record) => record !== '')
  return records.map((record) => {
    const [added = '', removed = '', ...path] = record.split('\t')
    return { path: path.join('\t'), added: count(added), removed: count(removed) }
  })
}

const count = (text: string): number | null => (text === '-' ? null : Number(text))
