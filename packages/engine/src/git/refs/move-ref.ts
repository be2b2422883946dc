import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId, noObject } from './object-id.ts'
import { assertRefName, isCoppiceRef } from './ref-name.ts'
import { resolveCommit } from './resolve-commit.ts'

/** Compare-and-swap: false where the ref has another value than `from` by now (null: must not exist). */
export async function moveRef(
  git: GitExec,
  place: GitPlace,
  ref: string,
  to: string,
  from: string | null,
): Promise<boolean> {
  assertRefName(ref)
  assertObjectId(to)
  const how = isCoppiceRef(ref) ? ['--no-deref'] : []
  return swap(git, place, ['update-ref', ...how, '-m', 'coppice', ref, to, from ?? noObject(to)], ref, from)
}

/** False where the ref has another value than `from`, or none. */
export async function deleteRef(git: GitExec, place: GitPlace, ref: string, from: string): Promise<boolean> {
  assertRefName(ref)
  return swap(git, place, ['update-ref', '--no-deref', '-d', ref, from], ref, from)
}

/** Git tells a lost race from a failure in English alone, so the ref is read again instead. */
async function swap(
  git: GitExec,
  place: GitPlace,
  args: readonly string[],
  ref: string,
  from: string | null,
): Promise<boolean> {
  if (from !== null) assertObjectId(from)
  const { exitCode, stderr } = await git.run(place, args)
  if (exitCode === 0) return true
  if ((await resolveCommit(git, place, ref)) !== from) return false
  throw new GitFailure(args, exitCode, stderr)
}
