import { join } from 'node:path'
import type { LeftBehind } from '../../domain/attempt-report.ts'
import { shortRef } from '../../domain/naming.ts'
import { exists } from '../checkout/operation-in-progress.ts'
import { storeObjects } from '../drafts/store-objects.ts'
import { isAncestor } from '../history/is-ancestor.ts'
import { outsideOf } from '../history/outside-of.ts'
import { treeOf } from '../history/tree-of.ts'
import { commitTree } from '../merging/commit-tree.ts'
import { lookUp, type Wanted } from '../refs/look-up.ts'
import { moveRef } from '../refs/move-ref.ts'
import { resolveCommit } from '../refs/resolve-commit.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type Harvest, harvest, NOTHING, stateHash } from '../slot/harvest.ts'
import { importSingle } from '../slot/import-single.ts'
import { keepLeftBehind } from '../slot/left-behind.ts'
import { setSlotAside, settleSlot } from '../slot/settle-slot.ts'
import { headCommit, readSlotState, type SlotState } from '../slot/slot-state.ts'
import { assertHasShadow } from './assert-has-shadow.ts'
import { bringInNested } from './bring-in-nested.ts'
import { checkOut, shareIndex } from './check-out.ts'
import { keepAside } from './keep-aside.ts'
import { shadowed } from './shadowed-worktree.ts'
import { type Nested, stageAll } from './stage-all.ts'
import { withoutSetup } from './without-setup.ts'
import type { WorktreeContext } from './worktree-context.ts'
import { readRecord, type WorktreeRecord, withTip, writeRecord } from './worktree-record.ts'

/**
 * What happens with a work branch that a newer attempt of the task, or a person, has moved since the attempt got its worktree.
 *
 * - `take`: it moves to the work, and a kept ref keeps the commits that it had.
 * - `leave`: it stays, and a kept ref keeps the work.
 */
export type MovedBranch = 'take' | 'leave'

const LOST: LeftBehind = { ref: null, hasStash: false, folder: null, isLost: true }

export interface Committed {
  /** The tip of the work branch. */
  tip: string
  /** What became of commits that are not part of the work. It is null when there are none. */
  leftBehind: LeftBehind | null
}

/**
 * Commits everything that an agent wrote, and moves the work branch to the result (D5: nothing that an agent wrote is lost). First the
 * commits of the agent are copied to the drafts of the worktree. They get into the user's repository when a ref moves to them. Usually the
 * agent's HEAD is on the work branch. If the agent left HEAD elsewhere:
 *
 * - The work branch moves to HEAD. If it had commits that HEAD lacks, a kept ref keeps them.
 * - If the work branch already contains HEAD, the work branch stays.
 * - During a rebase or bisect the work branch stays as it was before, and a kept ref keeps the unfinished result.
 *
 * A merge in progress is committed with both parents, even with conflict markers. The caller must check `unresolved`. If git no longer has
 * the commit of HEAD, of the branch or of the start, the work becomes a commit without a parent.
 * @param except paths that are not committed (I5: copied and linked files)
 * @param movedBranch what to do with a work branch that somebody else has moved
 */
export async function commitAll(
  worktree: WorktreeContext,
  branch: string | null,
  message: string,
  except: readonly string[],
  movedBranch: MovedBranch = 'take',
): Promise<Committed> {
  const { repo, home, path, gitDir } = worktree
  const record = await readRecord(home)
  const { branchTip, startTree } = await knownCommits(repo, branch, record?.startCommit ?? null)
  const isLost = !(await exists(join(gitDir, 'objects')))
  if (record === null) {
    if (!isLost || (await exists(path))) await assertHasShadow(worktree)
    return { tip: branchTip ?? (await headWithoutWork(worktree)), leftBehind: isLost ? LOST : null }
  }
  const state = await readSlotState(gitDir)
  const isKnown = record.broughtIn === stateHash(state)
  const single =
    branch !== null && !isKnown && branchTip === record.startCommit
      ? await importSingle(worktree, record, state, branch, except)
      : null
  if (single !== null) {
    await settleOn(worktree, record, { snapshot: single, tip: single, branch, branchTip, folder: null })
    return { tip: single, leftBehind: null }
  }
  const isMoved = hasMoved(record, state, branch, branchTip)
  // The tip of a branch that somebody else has moved says nothing about this attempt.
  const ownTip = isMoved ? null : branchTip
  const found = isKnown && !isMoved ? NOTHING : await harvest(worktree, record, state, branch)
  const head = await baseOf(worktree, record, found, ownTip)
  const { snapshot, nested } = await commitSnapshot(worktree, { ...record, startTree }, found, head, message, except)
  const inner = await bringInNested(worktree, nested)
  const tip = await choose(worktree, record, found, head, snapshot, branch, ownTip)
  const isLeft = isMoved && movedBranch === 'leave'
  const others = { head, snapshot, tip, branchTip: isLeft ? null : branchTip }
  const loose = [...found.loose, ...inner.loose]
  const ref = branch === null ? null : await keepOthers(worktree, record, { ...found, loose }, { ...others, branch })
  const folder = found.isIncomplete || inner.isIncomplete ? await setSlotAside(worktree, tip, branch) : null
  if (isLeft && branch !== null && !(await isOnBranch(repo, tip, branchTip)))
    await keepAside(repo, branch, tip, record.startCommit)
  await settleOn(worktree, record, { snapshot, tip, branch, branchTip: isLeft ? tip : branchTip, folder })
  const isNothing = ref === null && folder === null && !isLost
  return { tip, leftBehind: isNothing ? null : { ref, hasStash: found.hasStash, folder, isLost } }
}

/** @returns whether somebody else has moved the work branch. It is false for a record of an older version, which has no `tips`. */
function hasMoved(
  { tips }: WorktreeRecord,
  { refs }: SlotState,
  branch: string | null,
  branchTip: string | null,
): boolean {
  if (tips === undefined || branch === null || branchTip === null) return false
  return !tips.includes(branchTip) && refs.get(branch) !== branchTip
}

const isOnBranch = async ({ git, plumbing }: RepositoryContext, commit: string, branchTip: string | null) =>
  branchTip !== null && (await isAncestor(git, plumbing, commit, branchTip))

/**
 * Returns the tip of the work branch and the tree of the start commit. Each is null when git does not have it. It starts one git process.
 */
async function knownCommits({ git, plumbing }: RepositoryContext, branch: string | null, start: string | null) {
  const wanted: Wanted[] = []
  if (branch !== null) wanted.push({ name: branch, type: 'commit' })
  if (start !== null) wanted.push({ name: start, type: 'tree' })
  const found = wanted.length === 0 ? [] : await lookUp(git, plumbing, wanted)
  const branchTip = branch === null ? null : (found[0] ?? null)
  return { branchTip, startTree: start === null ? null : (found.at(-1) ?? null) }
}

/**
 * Returns the commit of the HEAD of a worktree that has no record. Without a record, no file in the worktree counts as work, so there is
 * nothing to commit.
 */
async function headWithoutWork({ repo, path, gitDir }: WorktreeContext): Promise<string> {
  const head = headCommit(await readSlotState(gitDir))
  const commit = head === null ? null : await resolveCommit(repo.git, repo.plumbing, head)
  if (commit === null)
    throw new Error(
      `Coppice cannot find the commit of the worktree ${path}: neither its branch nor its HEAD names a commit, and Coppice's record of it is missing`,
    )
  return commit
}

/**
 * Returns the commit on which the uncommitted work is based. Usually that is the commit of the agent's HEAD. If an earlier call was
 * interrupted after it had moved the work branch, it is the tip of that branch.
 *
 * @returns null when git no longer has any commit of the worktree
 */
async function baseOf(
  { repo }: WorktreeContext,
  { startCommit }: WorktreeRecord,
  { head, own }: Harvest,
  branchTip: string | null,
): Promise<string | null> {
  const isAhead = branchTip !== null && branchTip !== startCommit && branchTip !== own && branchTip !== head
  if (head !== null && isAhead && (await isAncestor(repo.git, repo.plumbing, head, branchTip))) return branchTip
  const base = head ?? branchTip ?? startCommit
  // `head` and `branchTip` were looked up before, so they exist. Only the start commit may be missing.
  return base === null || base === branchTip || base !== startCommit
    ? base
    : resolveCommit(repo.git, repo.plumbing, base)
}

/**
 * Commits all uncommitted changes on top of `head`.
 * @returns the new commit, or `head` when there is nothing to commit, and the nested repositories
 */
async function commitSnapshot(
  worktree: WorktreeContext,
  record: WorktreeRecord & { startTree: string | null },
  { merging }: Harvest,
  head: string | null,
  message: string,
  except: readonly string[],
): Promise<{ snapshot: string; nested: readonly Nested[] }> {
  const { repo, path } = worktree
  if (head !== null && !(await exists(path))) return { snapshot: head, nested: [] }
  const { tree: left, nested } = await stageAll(worktree, head, except, head !== record.startCommit)
  const tree = record.setup ? await withoutSetup(worktree, record.setup, left) : left
  const headTree = head === record.startCommit ? record.startTree : null
  if (head !== null && merging.length === 0 && tree === (headTree ?? (await treeOf(repo.git, repo.plumbing, head))))
    return { snapshot: head, nested }
  const parents = head === null ? merging : [head, ...merging]
  const snapshot = await commitTree(repo.git, repo.plumbing, tree, parents, message, await repo.identity())
  return { snapshot, nested }
}

/** Chooses the commit to which the work branch moves. */
async function choose(
  { repo }: WorktreeContext,
  { startCommit }: WorktreeRecord,
  { own, origin }: Harvest,
  head: string | null,
  snapshot: string,
  branch: string | null,
  branchTip: string | null,
): Promise<string> {
  const wasMoved = head === branchTip && branchTip !== startCommit
  const workTip = own === null || wasMoved ? branchTip : own
  if (origin === null && (branch === null || head === workTip)) return snapshot
  const candidate = origin ?? snapshot
  const isInWork = workTip !== null && (await isAncestor(repo.git, repo.plumbing, candidate, workTip))
  return isInWork ? workTip : candidate
}

/** Keeps the commits that the new tip of the work branch does not contain. @returns the kept ref, or null when there are none */
async function keepOthers(
  { repo }: WorktreeContext,
  { startCommit }: WorktreeRecord,
  { own, loose }: Harvest,
  chosen: { head: string | null; snapshot: string; tip: string; branch: string; branchTip: string | null },
): Promise<string | null> {
  const { head, snapshot, tip, branch, branchTip } = chosen
  const contained = new Set([tip, startCommit, ...(tip === snapshot ? [head] : [])])
  const others = [snapshot, ...loose, own, branchTip].filter((one) => one !== null).filter((one) => !contained.has(one))
  const [first, ...more] = await outsideOf(repo.git, repo.plumbing, [...new Set(others)], tip)
  return first === undefined ? null : keepLeftBehind(repo, branch, [first, ...more], startCommit)
}

interface Settled {
  snapshot: string
  tip: string
  branch: string | null
  branchTip: string | null
  folder: string | null
}

function moveBranch(
  repo: RepositoryContext,
  { startCommit }: WorktreeRecord,
  branch: string,
  to: string,
  from: string | null,
): Promise<boolean> {
  const bases = [startCommit, from].filter((one) => one !== null)
  return storeObjects(repo, to, bases, () => repo.lock.hold(() => moveRef(repo, branch, to, from)))
}

/**
 * Moves the branch to `tip`, and then HEAD, the index and the files. The branch moves first: if a crash prevents the rest, the branch
 * already has the work.
 */
async function settleOn(worktree: WorktreeContext, record: WorktreeRecord, to: Settled): Promise<void> {
  const { snapshot, tip, branch, branchTip } = to
  if (tip !== branchTip) await writeRecord(worktree.home, withTip(record, tip))
  if (branch !== null && tip !== branchTip && !(await moveBranch(worktree.repo, record, branch, tip, branchTip)))
    throw new Error(`somebody moved ${shortRef(branch)} while Coppice was committing the task's work to it`)
  await settleSlot(worktree, tip, branch)
  if (await exists(worktree.path)) {
    if (snapshot === tip) await shareIndex(worktree, (await shadowed(worktree)).index)
    else await checkOut(worktree, tip)
  }
  const broughtIn = stateHash(await readSlotState(worktree.gitDir))
  await writeRecord(worktree.home, { ...withTip(record, tip), broughtIn })
}
