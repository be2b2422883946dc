import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { storeDraft } from '../drafts/store-draft.ts'
import { GitFailure } from '../exec/git-failure.ts'
import { deleteRefs } from '../refs/delete-refs.ts'
import { listRefs } from '../refs/list-refs.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { assertRefName } from '../refs/ref-name.ts'
import { tryUpdate } from '../refs/try-update.ts'
import { updateRefs } from '../refs/update-refs.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { isSlot } from './slot-folders.ts'

/**
 * Returns the prefix of the pins of all slots of a project. A repository may belong to several data folders, so the name contains a hash of
 * the path.
 */
const pinsOfProject = (folder: string): string =>
  `refs/coppice/slots/${createHash('sha256').update(folder).digest('hex').slice(0, 16)}/`

/** Returns the prefix of the pins of the slots in a folder, which is the folder of a run. */
const pinsBelow = (root: string): string => `${pinsOfProject(dirname(root))}${partOf(root)}/`

/**
 * Returns the ref that keeps the start commit of a slot from being removed by `git gc`. The user may delete the branches on which the slot
 * depends while an agent uses it.
 */
const pinRef = (slot: string): string => pinsBelow(dirname(slot)) + partOf(slot)

const partOf = (folder: string): string => basename(folder).replaceAll(/[^\w-]/g, '-')

const UPDATE = ['update-ref', '--no-deref', '-m', 'coppice', '--stdin']

/** Sets the work branch, if there is one, and the pin of the slot to a commit, in one transaction. */
export async function pointAt(
  repo: RepositoryContext,
  slot: string,
  branch: string | null,
  commit: string,
): Promise<void> {
  assertObjectId(commit)
  const refs = branch === null ? [pinRef(slot)] : [branch, pinRef(slot)]
  for (const ref of refs) assertRefName(ref)
  await storeDraft(
    repo,
    commit,
    () => repo.lock.hold(() => moveAll(repo, refs, commit)),
    () => true,
  )
}

async function moveAll(repo: RepositoryContext, refs: readonly string[], commit: string): Promise<void> {
  const changes = refs.map((ref) => `update ${ref} ${commit}`)
  if (await tryUpdate(repo, changes, true)) return
  const result = await updateRefs(repo, UPDATE, changes.map((change) => `${change}\n`).join(''), refs)
  if (result.exitCode !== 0) throw new GitFailure(UPDATE, result)
}

/**
 * Removes the pin of a slot, and the pins of slots that no longer exist. If git cannot delete refs, because a killed git left a lock, the pins
 * stay until the next slot of the project is removed.
 */
export async function removePin(repo: RepositoryContext, slot: string): Promise<void> {
  const { git, users, lock } = repo
  const project = dirname(dirname(slot))
  const own = pinRef(slot)
  const stale: { ref: string; commit: string }[] = []
  for (const pin of await listRefs(git, users, pinsOfProject(project))) {
    const [run = '', name = ''] = pin.ref.split('/').slice(-2)
    if (pin.ref === own || !(await isSlot(join(project, run, name)))) stale.push(pin)
  }
  if (stale.length > 0) await lock.hold(() => deleteRefs(repo, stale)).catch(() => {})
}

/** Returns the names of the slots in a folder that have a pin, also of those whose folders somebody deleted. */
export async function pinnedBelow({ git, users }: RepositoryContext, root: string): Promise<string[]> {
  return (await listRefs(git, users, pinsBelow(root))).map(({ ref }) => basename(ref))
}
