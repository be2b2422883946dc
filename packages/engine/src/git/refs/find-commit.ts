import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from './object-id.ts'

const LONGEST = 250
// biome-ignore lint/suspicious/noControlCharactersInRegex: such a character is in no name of a commit
const CONTROL = /[\u0000-\u001f\u007f]/

/**
 * Finds the commit that a person names: an id, which may be abbreviated, or a branch. Git takes the text for one revision and never for an
 * option, because of `--verify` and `--end-of-options`.
 * @returns null when there is no such commit, or when an abbreviated id is not unique
 */
export async function findCommit(git: GitExec, place: GitPlace, text: string): Promise<string | null> {
  if (text === '' || text.length > LONGEST || CONTROL.test(text)) return null
  const { exitCode, stdout } = await git.run(place, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${text}^{commit}`,
  ])
  // Git prints `--end-of-options` too, before version 2.40.
  const id = stdout.toString('utf8').trim().split('\n').at(-1) ?? ''
  return exitCode === 0 && isObjectId(id) ? id : null
}
