import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObjectId } from '../refs/object-id.ts'
import { isCoppiceRef, isFullRefName } from '../refs/ref-name.ts'

/** An untracked symbolic link that setup created, such as `node_modules`. Git does not ignore it by the pattern `node_modules/`. */
export interface SetupLink {
  path: string
  target: string
}

/**
 * What Coppice must know about a worktree after a restart. The record is a file in the shadow, so it is deleted with the
 * shadow. It does not exist while the worktree is created or reset, and after it was released. Then no file in the worktree is work.
 */
export interface WorktreeRecord {
  branch: string | null
  /** The commit at which the attempt got the worktree. It is null in a record of an older version. */
  startCommit: string | null
  /** The two commits of the merge that was begun for a conflict session. It is null when none was begun. */
  merging: { ours: string; theirs: string } | null
  setupLinks: readonly SetupLink[]
  /** The tree of the worktree just after the merge was begun for a conflict session. It is absent when no merge was begun. */
  mergeTree?: string
  /** The trees before and after setup. It is absent when setup changed only ignored files, or no files. */
  setup?: SetupTrees
  /** Ignored files and folders that were there before the agent started. It is absent when there were none. */
  ignored?: readonly string[]
  /** The trees of the submodules before the agent started, by their paths. It is absent when no submodule had files. */
  submodules?: Readonly<Record<string, string>>
  /** A hash of the file `packed-refs` as it was when the agent got its git directory. It is absent in a record of an older version. */
  packed?: string
  /**
   * The commits to which Coppice has moved the work branch for this attempt. Each is stored before the branch moves (R1). The branch is at
   * another commit only if somebody else has moved it. It is absent in a record of an older version.
   */
  tips?: readonly string[]
  /**
   * A hash of the agent's refs and logs (`stateHash`), stored after Coppice committed the agent's work. If the hash is still the same, the
   * agent has made no commit since then. It is absent before that.
   */
  broughtIn?: string
}

/** The trees of the worktree before and after setup. */
export interface SetupTrees {
  before: string
  after: string
}

export const RECORD = 'coppice.json'
const fileOf = (home: string): string => join(home, RECORD)

export async function readRecord(home: string): Promise<WorktreeRecord | null> {
  try {
    return parseRecord(await readFile(fileOf(home), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Parses a record. An agent can change the file, so a record is refused if its branch is not one of Coppice's branches. */
export function parseRecord(text: string): WorktreeRecord {
  const {
    branch,
    startCommit = null,
    merging,
    setupLinks = [],
    mergeTree,
    setup,
    ignored = [],
    tips,
    submodules,
    ...hashes
  } = JSON.parse(text)
  if (branch !== null && !(isFullRefName(String(branch)) && isCoppiceRef(branch)))
    throw new Error(`Coppice's record of a worktree (coppice.json) is damaged: "${branch}" is not a branch of Coppice`)
  if (startCommit !== null && !isObjectId(startCommit))
    throw new Error('Coppice\'s record of a worktree (coppice.json) is damaged: "startCommit" is not an object id')
  if (merging !== null && !(isObjectId(merging.ours) && isObjectId(merging.theirs)))
    throw new Error('Coppice\'s record of a worktree (coppice.json) is damaged: "merging" does not have two object ids')
  for (const tree of [mergeTree, setup?.before, setup?.after])
    if (tree !== undefined && !isObjectId(tree))
      throw new Error("Coppice's record of a worktree (coppice.json) is damaged: a tree is not an object id")
  if (tips !== undefined && !(Array.isArray(tips) && tips.every(isObjectId)))
    throw new Error('Coppice\'s record of a worktree (coppice.json) is damaged: "tips" is not a list of object ids')
  if (!Object.values(submodules ?? {}).every((tree) => isObjectId(String(tree))))
    throw new Error(
      "Coppice's record of a worktree (coppice.json) is damaged: a tree of a submodule is not an object id",
    )
  const links = setupLinks.map(({ path, target }: SetupLink) => ({ path: String(path), target: String(target) }))
  return {
    branch,
    startCommit,
    merging: merging && { ours: merging.ours, theirs: merging.theirs },
    setupLinks: links,
    mergeTree,
    setup: setup && { before: setup.before, after: setup.after },
    ignored: ignored.map(String),
    tips,
    submodules: submodules && { ...submodules },
    packed: hashes.packed === undefined ? undefined : String(hashes.packed),
    broughtIn: hashes.broughtIn === undefined ? undefined : String(hashes.broughtIn),
  }
}

/** Returns the record with one more commit to which the work branch is about to move. */
export const withTip = (record: WorktreeRecord, tip: string): WorktreeRecord =>
  record.tips === undefined || record.tips.includes(tip) ? record : { ...record, tips: [...record.tips, tip] }

export const removeRecord = (home: string): Promise<void> => rm(fileOf(home), { force: true })

export async function writeRecord(home: string, record: WorktreeRecord): Promise<void> {
  const draft = `${fileOf(home)}.new`
  await writeFile(draft, JSON.stringify(record))
  await rename(draft, fileOf(home))
}
