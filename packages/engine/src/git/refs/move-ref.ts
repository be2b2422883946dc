import type { GitExec } from '../exec/git-exec.ts'
import { GitFailure } from '../exec/git-failure.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId, noObject } from './object-id.ts'
import { assertRefName, isCoppiceRef } from './ref-name.ts'
import { resolveCommit } from './resolve-commit.ts'

/**
 * Moves a ref from `from` to `to` by compare-and-swap. When `from` is null, the ref must not exist. If git refuses, this reads the ref
 * to find out whether the ref has moved or git failed, because git itself says so only in English.
 * @returns false when the ref is not at `from`
 * @throws GitFailure when git fails although the ref is at `from`
 */
export async function moveRef(
  git: GitExec,
  place: GitPlace,
  ref: string,
  to: string,
  from: string | null,
): Promise<boolean> {
  if (from !== null) assertObjectId(from)
  const args = [...updateRef(ref, to), from ?? noObject(to)]
  const result = await git.run(place, args)
  if (result.exitCode === 0) return true
  if ((await resolveCommit(git, place, ref)) !== from) return false
  throw new GitFailure(args, result)
}

function updateRef(ref: string, to: string): string[] {
  assertRefName(ref)
  assertObjectId(to)
  return ['update-ref', ...(isCoppiceRef(ref) ? ['--no-deref'] : []), '-m', 'coppice', ref, to]
}
