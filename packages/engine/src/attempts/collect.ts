import { lstatSync } from 'node:fs'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptEnd, AttemptReport, IgnoredWork, LeftBehind } from '../domain/attempt-report.ts'
import { shortRef } from '../domain/naming.ts'
import type { Failure } from '../domain/records.ts'
import { persevere } from '../merge/persevere.ts'
import type { Repository, Withheld, Worktree } from '../ports/git.ts'
import { tearDownWorktree } from '../worktrees/equip-worktree.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { equipmentOf } from './equipment-of.ts'
import { keepHidingConfig } from './keep-hiding-config.ts'
import type { Recall } from './recall.ts'
import type { RunSite } from './run-site.ts'

type Collected = Pick<AttemptReport, 'left' | 'withheld' | 'leftBehind' | 'hidden'>

/**
 * Commits the work that the attempt left in its worktree (D5). Call this only when no process of the attempt is alive. If an attempt failed
 * or was called off before its agent started, it has no work. Then nothing is committed, because its slot may still have the worktree of
 * another attempt (I1).
 */
export async function collect(
  parts: AttemptParts,
  site: RunSite,
  order: AttemptOrder,
  end: AttemptEnd,
  recall: Recall,
): Promise<Collected> {
  const { slot, tree, begin } = order
  const none = { tip: tree.startCommit, paths: [], isEmpty: tree.startCommit === tree.baseCommit }
  const nothing = kept(none, [], null, null, null, null)
  if (begin.is === 'anew' && end.is !== 'ended') return nothing
  const worktree = await site.worktrees.open(slot)
  if (!worktree) return end.is === 'ended' ? withoutWorktree(parts, site.repository, order, null) : nothing
  if (end.is !== 'ended' && !(await worktree.isLeasedAt(tree.startCommit, tree.branch))) return nothing
  // A link in place of the folder is not the worktree (I2).
  if (!lstatSync(worktree.path, { throwIfNoEntry: false })?.isDirectory())
    return withoutWorktree(parts, site.repository, order, worktree)
  const torn =
    end.is === 'ended'
      ? await tearDownWorktree(equipmentOf(parts, site, order), worktree.path, recall.hurry)
      : { ok: true as const }
  parts.reach('attempt.torn-down')
  const teardown = torn.ok || torn.aborted ? null : torn.failure
  return persevere(
    parts,
    recall.hurry,
    () => commit(parts, site, order, worktree, teardown),
    ({ left }) => left.is === 'stranded' && end.is === 'ended',
  )
}

const kept = (
  { tip, paths, isEmpty }: Withheld & { isEmpty: boolean },
  unresolved: readonly string[],
  teardown: Failure | null,
  ignored: IgnoredWork | null,
  leftBehind: LeftBehind | null,
  hidden: string | null,
): Collected => ({
  left: { is: 'kept', tip, isEmpty, unresolved, teardown, ignored },
  withheld: paths,
  leftBehind,
  hidden,
})

async function commit(
  parts: AttemptParts,
  site: RunSite,
  order: AttemptOrder,
  worktree: Worktree,
  teardown: Failure | null,
): Promise<Collected> {
  const { tree, equipment, commitMessage, run, task } = order
  try {
    const unresolved = tree.conflictFiles ? await worktree.unresolved(tree.conflictFiles) : []
    const lent = [...equipment.copy, ...equipment.link]
    const committed = await worktree.commitAll(commitMessage, lent)
    parts.reach('attempt.committed')
    const lost = await inSubmodules(order, worktree, committed)
    const withheld = await withoutLent(parts, site, order, worktree, committed)
    const isEmpty = lost === null && (await hasSameTree(site.repository, tree.baseCommit, withheld.tip))
    const ignored = isEmpty ? await worktree.keepIgnored(lent) : null
    const hidden = await keepHidingConfig(parts, site, order, worktree)
    return kept({ ...withheld, isEmpty }, unresolved, lost ?? teardown, ignored, worktree.leftBehind(), hidden)
  } catch (error) {
    const reason = `Coppice could not commit the agent's work: ${(error as Error).message}. No attempt was used up. The work stays in ${worktree.path}. When a run ends or the server starts, Coppice commits it to ${shortRef(tree.branch)}, or to a kept ref if the branch was moved meanwhile`
    parts.log.error({ runId: run.runId, task: task.key, err: error }, reason)
    return {
      left: { is: 'stranded', failure: { class: 'coppice', reason, output: '' } },
      withheld: [],
      leftBehind: null,
      hidden: null,
    }
  }
}

/**
 * Says whether the commits of an attempt change nothing. An agent may commit what setup wrote, which is not its work (I5), make an empty
 * commit, or revert its own.
 */
async function hasSameTree(repository: Repository, base: string, tip: string): Promise<boolean> {
  return tip === base || (await repository.tree(tip)) === (await repository.tree(base))
}

/**
 * Keeps what the agent wrote in submodules (D5).
 * @returns a failure when the task has changes in a submodule that would not reach the user with it, otherwise null
 */
async function inSubmodules(
  { tree, run }: AttemptOrder,
  worktree: Worktree,
  committed: string,
): Promise<Failure | null> {
  const { lacking, edited } = await worktree.keepSubmodules([tree.baseCommit, run.branch], committed)
  const reasons: string[] = []
  if (lacking.length > 0)
    reasons.push(
      `the agent changed the commit of the submodule ${lacking.join(', ')}, and the repository has no copy of the submodule for the new commit. What could be saved is on kept refs: run \`git submodule update --init --recursive\` in the checkout, then try the task again`,
    )
  if (edited.length > 0)
    reasons.push(
      `the agent changed files in the submodule ${edited.join(', ')} and did not commit them there, so they would not be part of the task. They are on a kept ref of the submodule: commit in the submodule, then commit its new commit in the repository`,
    )
  return reasons.length === 0 ? null : { class: 'work', reason: reasons.join('. '), output: '' }
}

/** Removes the lent files from the commits of the attempt (I5: lent files are never committed, not even by an agent). */
async function withoutLent(
  { hosts }: AttemptParts,
  { repository }: RunSite,
  order: AttemptOrder,
  worktree: Worktree,
  committed: string,
): Promise<Withheld> {
  const { copy, link, setup } = order.equipment
  const { baseCommit } = order.tree
  if (committed === baseCommit || [...copy, ...link, ...setup].length === 0) return { tip: committed, paths: [] }
  const since = [baseCommit, await tipOf(repository, order.run.branch)]
  const withheld = await worktree.withholdLent(committed, since, [...copy, ...link])
  if (withheld.paths.length > 0) await hosts.notice(order.sessionId, withheldNotice(withheld.paths))
  return withheld
}

async function tipOf(repository: Repository, branch: string): Promise<string> {
  const tip = await repository.resolve(branch)
  if (tip === null) throw new Error(`somebody deleted the branch of the run, ${shortRef(branch)}`)
  return tip
}

async function withoutWorktree(
  { log }: AttemptParts,
  repository: Repository,
  { tree, commitMessage, run, task }: AttemptOrder,
  worktree: Worktree | null,
): Promise<Collected> {
  const { branch, startCommit } = tree
  const brought = await worktree?.commitAll(commitMessage, []).catch((error: Error) => {
    log.error({ runId: run.runId, task: task.key, err: error }, 'the commits of a deleted worktree could not be kept')
    return null
  })
  const tip = brought ?? (await repository.resolve(branch)) ?? startCommit
  const leftBehind = worktree?.leftBehind() ?? null
  const reason = (brought ?? null) === null || leftBehind?.isLost ? ALL_DELETED : treeDeleted(branch)
  const left = { is: 'removed', tip, failure: { class: 'work', reason, output: '' } } as const
  return { left, withheld: [], leftBehind, hidden: null }
}

const treeDeleted = (branch: string): string =>
  `somebody deleted the worktree of the session, so work that was not committed is lost. The commits are on ${shortRef(branch)}. The agent of the session did this, or an agent that deleted a folder above its own worktree`

const ALL_DELETED =
  'somebody deleted the worktree of the session, and its commits could not be kept. The agent of the session did this, or an agent that deleted a folder above its own worktree'

const withheldNotice = (paths: readonly string[]): string =>
  `Coppice removed ${paths.join(', ')} from the commits of this session, because lent files are never committed. The other changes of these commits stay.`
