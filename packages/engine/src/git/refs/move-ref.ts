import { GitFailure } from '../exec/git-failure.ts'
import { assertObjectId, noObject } from './object-id.ts'
import { assertRefName, isCoppiceRef } from './ref-name.ts'
import { pinOfRef, type RefOwner } from './ref-owner.ts'
import { resolveCommit } from './resolve-commit.ts'
import { tryUpdate } from './try-update.ts'
import { updateRefs } from './update-refs.ts'

/**
 * Moves a ref from `from` to `to` by compare-and-swap. When `from` is null, the ref must not exist. The pin of a branch moves with it, in one
 * transaction. If git refuses, this reads the ref to find out whether the ref has moved or git failed, because git itself says so only in
 * English.
 * @returns false when the ref is not at `from`
 * @throws GitFailure when git fails although the ref is at `from`
 */
export async function moveRef(owner: RefOwner, ref: string, to: string, from: string | null): Promise<boolean> {
  const { git, users } = owner
  assertRefName(ref)
  assertObjectId(to)
  if (from !== null) assertObjectId(from)
  const noDeref = isCoppiceRef(ref)
  const pin = pinOfRef(owner, ref)
  const changes = [`update ${ref} ${to} ${from ?? noObject(to)}`, ...(pin === null ? [] : [`update ${pin} ${to}`])]
  if (await tryUpdate(owner, changes, noDeref)) return true
  const args = ['update-ref', ...(noDeref ? ['--no-deref'] : []), '-m', 'coppice', '--stdin']
  const input = changes.map((change) => `${change}\n`).join('')
  const result = await updateRefs(owner, args, input, pin === null ? [ref] : [ref, pin])
  if (result.exitCode === 0) return true
  if ((await resolveCommit(git, users, ref)) !== from) return false
  throw new GitFailure(args, result)
}
