import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Forwarded, Repository } from '../ports/git.ts'
import { assertReady } from './assert-ready.ts'
import { checkoutOf } from './checkout/checkout-of.ts'
import { checkoutPatch } from './checkout/checkout-patch.ts'
import { checkoutState } from './checkout/checkout-state.ts'
import { deliveryPreview } from './checkout/delivery-preview.ts'
import { fastForwardBranch } from './checkout/fast-forward-branch.ts'
import { fastForwardCheckout } from './checkout/fast-forward-checkout.ts'
import { moveCheckoutBack } from './checkout/move-checkout-back.ts'
import { settleInterruptedDelivery } from './checkout/settle-interrupted-delivery.ts'
import { sharing } from './checkout/sharing.ts'
import { storeDraft } from './drafts/store-draft.ts'
import { changedPaths } from './history/changed-paths.ts'
import { diffStat } from './history/diff-stat.ts'
import { existingPaths } from './history/existing-paths.ts'
import { firstParent } from './history/first-parent.ts'
import { isAncestor } from './history/is-ancestor.ts'
import { mergeBase } from './history/merge-base.ts'
import { reverts } from './history/reverts.ts'
import { subjects } from './history/subjects.ts'
import { trailers } from './history/trailers.ts'
import { treeOf } from './history/tree-of.ts'
import { conflictText } from './merging/conflict-text.ts'
import { draftCommit } from './merging/draft-commit.ts'
import { mergeTree } from './merging/merge-tree.ts'
import { deleteRefs } from './refs/delete-refs.ts'
import { findCommit } from './refs/find-commit.ts'
import { listRefs, refsWith } from './refs/list-refs.ts'
import { hasLoggedMove } from './refs/logged-move.ts'
import { moveRef } from './refs/move-ref.ts'
import { realRef } from './refs/real-ref.ts'
import { bytesOnlyIn, commitTime } from './refs/ref-sizes.ts'
import { reserveRef } from './refs/reserve-ref.ts'
import { resolveCommit } from './refs/resolve-commit.ts'
import type { RepositoryContext } from './repository-context.ts'
import { recallResolution } from './resolutions/recall-resolution.ts'
import { rememberResolution } from './resolutions/remember-resolution.ts'
import { SUBMODULE_ACCESS } from './slot/submodules.ts'
import { addWorktree } from './worktree/add-worktree.ts'
import { committedLent } from './worktree/committed-lent.ts'
import { openWorktree } from './worktree/open-worktree.ts'
import { worktreesBelow } from './worktree/worktrees-below.ts'

/** Implements the port `Repository`. Each operation is in a file of its own. */
export function createRepository(repo: RepositoryContext): Repository {
  const { git, plumbing, lock } = repo
  const real = (ref: string) => realRef(git, plumbing, ref)
  return {
    path: repo.path,
    commonDir: repo.commonDir,
    submoduleAccess: existsSync(join(repo.commonDir, 'modules')) ? SUBMODULE_ACCESS : {},
    resolve: (ref) => resolveCommit(git, plumbing, ref),
    findCommit: (text) => findCommit(git, plumbing, text),
    tree: (commit) => treeOf(git, plumbing, commit),
    firstParent: (commit) => firstParent(git, plumbing, commit),
    isAncestor: (ancestor, descendant) => isAncestor(git, plumbing, ancestor, descendant),
    mergeBase: (one, other) => mergeBase(git, plumbing, one, other),
    updateRef: (ref, to, from) => storeDraft(repo, to, () => lock.hold(() => moveRef(repo, ref, to, from)), Boolean),
    reserve: (ref, below, to, store) => reserveRef(repo, ref, below, to, store),
    deleteRefs: (refs) => lock.hold(() => deleteRefs(repo, refs)),
    refs: (prefix, within) => listRefs(git, plumbing, prefix, within),
    refsWith: (commit, prefixes) => refsWith(git, plumbing, commit, prefixes),
    hasLoggedMove: async (ref, from, to) => hasLoggedMove(git, plumbing, await real(ref), from, to),
    bytesOnlyIn: (ref, commit) => bytesOnlyIn(git, plumbing, ref, commit),
    commitTime: (commit) => commitTime(git, plumbing, commit),
    mergeTree: (ours, theirs) => mergeTree(repo, ours, theirs),
    conflictText: (ours, theirs, path) => conflictText(repo, ours, theirs, path),
    recallResolution: (ours, theirs) => recallResolution(repo, ours, theirs),
    rememberResolution: (ours, theirs, merged, message) => rememberResolution(repo, ours, theirs, merged, message),
    commitTree: (tree, parents, message) => draftCommit(repo, tree, parents, message),
    forgetDrafts: () => repo.drafts.clear(),
    identity: async () => ({ ...(await repo.identity()) }) as Record<string, string>,
    reverts: (tips, since) => reverts(git, plumbing, tips, since),
    trailers: (tip, since, line) => trailers(git, plumbing, tip, since, line),
    subjects: (since, tip, limit) => subjects(git, plumbing, since, tip, limit),
    existingPaths: (commit, paths) => existingPaths(git, plumbing, commit, paths),
    changedPaths: (commits) => changedPaths(git, plumbing, commits),
    diffStat: (from, to) => diffStat(git, plumbing, from, to),
    committedLent: (since, tip, lent) => committedLent(repo, since, tip, lent),
    addWorktree: (path, commit, branch) => addWorktree(repo, path, commit, branch),
    worktreesBelow: (root) => worktreesBelow(repo, root),
    openWorktree: (path) => openWorktree(repo, path),
    assertReady: (revision) => assertReady(repo, revision),
    programs: () => repo.guard.programs(plumbing),
    untrustedPrograms: () => repo.guard.untrusted(plumbing),
    checkoutState: sharing(() => checkoutState(repo)),
    checkoutPatch: (since) => checkoutPatch(repo, since ?? null),
    settleInterruptedDelivery: () => settleInterruptedDelivery(repo),
    realRef: real,
    deliveryPreview: async (branchRef, coming) => deliveryPreview(repo, await real(branchRef), coming),
    checkoutOf: async (branchRef) => checkoutOf(repo, await real(branchRef)),
    fastForwardBranch: (branchRef, from, to) =>
      storeDraft(repo, to, async () => fastForwardBranch(repo, await real(branchRef), from, to), isOk),
    fastForwardCheckout: (path, branchRef, from, to) =>
      storeDraft(repo, to, async () => fastForwardCheckout(repo, path, await real(branchRef), from, to), isOk),
    moveCheckoutBack: async (path, branchRef, from, to) =>
      moveCheckoutBack(repo, path, await real(branchRef), from, to),
  }
}

const isOk = ({ ok }: Forwarded): boolean => ok
