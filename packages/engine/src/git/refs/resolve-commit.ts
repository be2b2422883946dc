import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { lookUp } from './look-up.ts'
import { isObjectId } from './object-id.ts'
import { isFullRefName } from './ref-name.ts'

/** @returns the commit of a full ref name, an object id or `HEAD`; null when it does not exist or `name` is none of these */
export async function resolveCommit(git: GitExec, place: GitPlace, name: string): Promise<string | null> {
  if (isFullRefName(name)) return (await lookUp(git, place, [{ name, type: 'commit' }]))[0] ?? null
  // Callers ask for an id to learn whether git still has the commit. A helper may not know that git has removed it.
  if (name !== 'HEAD' && !isObjectId(name)) return null
  const { exitCode, stdout } = await git.run(place, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
  const id = stdout.toString('utf8').trim()
  return exitCode === 0 && isObjectId(id) ? id : null
}
