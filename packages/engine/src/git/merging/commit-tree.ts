import type { Environment } from '../exec/git-environment.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { writeCommit } from './write-commit.ts'

/**
 * Creates a commit, as `git commit-tree` would. It runs no hook, creates no signature and opens no editor. NUL is removed from the message,
 * because git does not accept NUL in a message.
 * @param identity author and committer, as `identity` returns them
 * @returns the id of the commit
 */
export async function commitTree(
  git: GitExec,
  place: GitPlace,
  tree: string,
  parents: readonly string[],
  message: string,
  identity: Environment,
): Promise<string> {
  for (const id of [tree, ...parents]) assertObjectId(id)
  const time = timeOf(new Date())
  const who = (role: 'AUTHOR' | 'COMMITTER') =>
    `${role.toLowerCase()} ${identity[`GIT_${role}_NAME`]} <${identity[`GIT_${role}_EMAIL`]}> ${time}`
  const lines = [`tree ${tree}`, ...[...new Set(parents)].map((parent) => `parent ${parent}`)]
  const text = message.replaceAll('\0', '')
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return writeCommit(git, place, `${[...lines, who('AUTHOR'), who('COMMITTER')].join('\n')}\n\n${whole}`)
}

/** Returns seconds since 1970 and the time zone, such as `1764000000 +0100`. */
function timeOf(date: Date): string {
  const minutes = -date.getTimezoneOffset()
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const zone = `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`
  return `${Math.trunc(date.getTime() / 1000)} ${zone}`
}
