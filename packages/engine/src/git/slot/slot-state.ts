import { join } from 'node:path'
import { isObjectId } from '../refs/object-id.ts'
import { packedRefs } from '../refs/packed-refs.ts'
import { isFullRefName } from '../refs/ref-name.ts'
import { listPlain, readPlain } from './plain-files.ts'

/** Limits, because an agent can write any number of files of any size. */
const MOST_FILES = 20_000
const MOST_BYTES = 64 * 1024 * 1024
const MOST_IDS = 20_000

/** What an agent left in its git directory. All of it is data of the agent: a ref may name an object that does not exist. */
export interface SlotState {
  /** HEAD, as the name of a ref or as an id. It is null when HEAD is neither. */
  head: string | null
  /** The refs, by their full names. A ref that names another ref is left out. */
  refs: ReadonlyMap<string, string>
  /** The text of `packed-refs`. */
  packed: string
  /** The ids in the log of HEAD, of each branch and of the stash, by the name of the ref. The oldest id is first. */
  logs: ReadonlyMap<string, readonly string[]>
  /** The commits that a merge in progress merges. */
  merging: readonly string[]
  /** Where HEAD was before a rebase or bisect that is in progress: an id. It is null when none is in progress. */
  origin: string | null
  /** Ids that are only in the files of an operation in progress, or of a worktree that the agent created. */
  others: readonly string[]
  /** Whether the directory has files that could not be read, because they are too many or too large, or the agent took away the right to read them. */
  isCut: boolean
}

/** Reads the state of a git directory without git: git would follow what an agent writes there, such as `commondir` (I2). */
export async function readSlotState(gitDir: string): Promise<SlotState> {
  let isCut = false
  const text = async (name: string): Promise<string | null> => {
    const file = await readPlain(join(gitDir, name), MOST_BYTES)
    if (file === 'unreadable') isCut = true
    return typeof file === 'string' ? null : file.toString('utf8')
  }
  const list = async (folder: string): Promise<readonly string[]> => {
    const listed = await listPlain(gitDir, folder, MOST_FILES)
    if (listed.isCut) isCut = true
    return listed.files
  }
  const line = async (name: string) => (await text(name))?.split('\n')[0]?.trim() ?? null
  const packed = (await text('packed-refs')) ?? ''
  const refs = new Map(packedRefs(packed))
  for (const ref of (await list('refs')).filter(isFullRefName)) {
    const id = await line(ref)
    if (id !== null && isObjectId(id)) refs.set(ref, id)
    else refs.delete(ref)
  }
  const logs = new Map<string, string[]>()
  for (const log of ['logs/HEAD', ...(await list('logs/refs'))])
    if (!log.startsWith('logs/refs/remotes/')) logs.set(log.slice('logs/'.length), loggedIds((await text(log)) ?? ''))
  const head = headOf(await line('HEAD'))
  const merging = ((await text('MERGE_HEAD')) ?? '').split('\n').filter(isObjectId)
  const others = [...merging]
  const headsOfWorktrees = (await list('worktrees')).filter((file) => /^worktrees\/[^/]+\/HEAD$/.test(file))
  for (const name of ['CHERRY_PICK_HEAD', 'REVERT_HEAD', 'REBASE_HEAD', 'ORIG_HEAD', ...headsOfWorktrees])
    others.push((await line(name)) ?? '')
  const origin = await originOf(line, refs)
  if (origin !== null) others.push(origin)
  return { head, refs, packed, logs, merging, origin, others: others.filter(isObjectId), isCut }
}

function headOf(line: string | null): string | null {
  const name = line?.startsWith('ref: ') ? line.slice(5).trim() : line
  return name !== null && name !== undefined && (isObjectId(name) || isFullRefName(name)) ? name : null
}

/** Parses a log of a ref: lines of `OLD NEW WHO`. */
function loggedIds(text: string): string[] {
  const ids = text.split('\n').flatMap((line) => line.split(' ', 2))
  return ids.filter((id) => isObjectId(id) && !/^0+$/.test(id))
}

/**
 * Returns the commit where a rebase or bisect started. `git am` does not count, because it stays on its branch.
 * @returns null when neither is in progress, or when the agent has written something else into git's files
 */
async function originOf(
  line: (name: string) => Promise<string | null>,
  refs: ReadonlyMap<string, string>,
): Promise<string | null> {
  const applying = (await line('rebase-apply/rebasing')) !== null
  const rebased = (await line('rebase-merge/orig-head')) ?? (applying ? await line('rebase-apply/orig-head') : null)
  if (rebased !== null) return isObjectId(rebased) ? rebased : null
  const bisected = await line('BISECT_START')
  if (bisected === null) return null
  return isObjectId(bisected) ? bisected : (refs.get(`refs/heads/${bisected.replace(/^refs\/heads\//, '')}`) ?? null)
}

/** Returns the commit of HEAD. @returns null when HEAD names a ref that does not exist, or nothing */
export const headCommit = ({ head, refs }: SlotState): string | null =>
  head === null || isObjectId(head) ? head : (refs.get(head) ?? null)

/** Returns the entries of the stash. */
export const stashOf = ({ refs, logs }: SlotState): ReadonlySet<string> =>
  new Set([...(logs.get('refs/stash') ?? []), refs.get('refs/stash')].filter((id) => id !== undefined))

/** Ids that an agent added. */
export interface NewIds {
  ids: readonly string[]
  /** Whether there are, or may be, more ids, which are not in `ids`. */
  isCut: boolean
}

/**
 * Returns the ids that the agent's git directory has and that it did not have when the agent got it. Branches of remotes do not count: what
 * a fetch brought is not the agent's work. HEAD, the work branch, the stash and the newest entries of the logs come first, because there is a limit (D5).
 *
 * @param isPackedAsGiven whether `packed-refs` is as the agent got it
 * @param start the commit that the agent got. It is null in a record of an older version.
 * @param branch the work branch
 */
export function newIds(
  state: SlotState,
  isPackedAsGiven: boolean,
  start: string | null,
  branch: string | null,
): NewIds {
  const { refs, packed, logs, others, isCut } = state
  const given = new Set(isPackedAsGiven ? [...packedRefs(packed)].map(([, id]) => id) : [])
  const own = [...refs].filter(([ref]) => !isOfRemote(ref)).map(([, id]) => id)
  const first = [headCommit(state), refs.get(branch ?? ''), refs.get('refs/stash')].filter(
    (id) => typeof id === 'string',
  )
  const ids = new Set([...first, ...[...logs.values()].flatMap((log) => log.toReversed()), ...others, ...own])
  const added = [...ids].filter((id) => id !== start && !given.has(id))
  return { ids: added.slice(0, MOST_IDS), isCut: isCut || added.length > MOST_IDS }
}

/** Returns the commits of the branches of remotes. */
export const remoteTips = ({ refs }: SlotState): ReadonlySet<string> =>
  new Set([...refs].filter(([ref]) => isOfRemote(ref)).map(([, id]) => id))

const isOfRemote = (ref: string): boolean => ref.startsWith('refs/remotes/')
