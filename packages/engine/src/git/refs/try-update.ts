import type { RefOwner } from './ref-owner.ts'
import { PATIENCE } from './update-refs.ts'

const ARGS = ['update-ref', '-m', 'coppice', '--stdin']

/**
 * Changes refs in one transaction, usually without a new git process.
 *
 * @param changes commands of `git update-ref --stdin`
 * @param noDeref whether a symbolic ref is changed itself, and not the ref that it names
 * @returns whether git has changed them. If not, `updateRefs` says why
 */
export async function tryUpdate(
  { git, users }: Pick<RefOwner, 'git' | 'users'>,
  changes: readonly string[],
  noDeref: boolean,
): Promise<boolean> {
  const there = { ...users, config: [...(users.config ?? []), PATIENCE] }
  const lines = changes.map((change) => `${noDeref ? 'option no-deref\n' : ''}${change}\n`)
  const input = `start\n${lines.join('')}prepare\ncommit\n`
  return (await git.ask(there, ARGS, input, (printed) => printed.endsWith('commit: ok\n'))) !== null
}
