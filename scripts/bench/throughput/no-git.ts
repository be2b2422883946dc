import { mkdirSync } from 'node:fs'
import type { Git, Repository, Worktree } from '../../../packages/engine/src/index.ts'

const BASE = '0'.repeat(40)

/** A repository without git. Refs are in memory, worktrees are empty folders, and each request for a commit returns a new id. */
export function noGit(): Git {
  const repository = memoryRepository()
  return { open: async () => repository, assertUsable: async () => {} }
}

function memoryRepository(): Repository {
  const refs = new Map([['refs/heads/main', BASE]])
  let commits = 0
  async function newCommit(): Promise<string> {
    commits += 1
    return commits.toString(16).padStart(40, '0')
  }
  const state = { head: 'refs/heads/main', headCommit: BASE, meta: '', settings: [], hidden: null, status: '' }
  async function updateRef(ref: string, to: string, from: string | null): Promise<boolean> {
    if ((refs.get(ref) ?? null) !== from) return false
    refs.set(ref, to)
    return true
  }
  return {
    path: '/nowhere',
    commonDir: '/nowhere/.git',
    submoduleAccess: {},
    resolve: async (ref) => refs.get(ref) ?? null,
    bytesOnlyIn: async () => 0,
    commitTime: async () => 0,
    findCommit: async (text) => refs.get(text) ?? null,
    tree: async (commit) => commit,
    firstParent: async () => null,
    isAncestor: async () => true,
    updateRef,
    async reserve(ref, _below, to, store) {
      const stored = await store()
      if (stored === null) return { is: 'refused' }
      return (await updateRef(ref, to, null)) ? { is: 'reserved', stored } : { is: 'taken' }
    },
    async deleteRefs(deleted) {
      for (const { ref } of deleted) refs.delete(ref)
    },
    refs: async (prefix) =>
      [...refs].filter(([ref]) => ref.startsWith(prefix)).map(([ref, commit]) => ({ ref, commit })),
    refsWith: async () => [],
    hasLoggedMove: async () => false,
    mergeBase: async () => null,
    conflictText: async () => null,
    mergeTree: async (_ours, theirs) => ({ clean: true, tree: theirs }),
    recallResolution: async () => null,
    rememberResolution: async () => false,
    commitTree: newCommit,
    forgetDrafts: async () => {},
    identity: async () => ({}),
    reverts: async () => [],
    trailers: async () => [],
    changedPaths: async () => new Map(),
    diffStat: async () => [],
    subjects: async () => [],
    existingPaths: async () => [],
    committedLent: async () => null,
    addWorktree: async (path) => emptyFolder(path, newCommit),
    worktreesBelow: async () => [],
    openWorktree: async () => null,
    assertReady: async () => {},
    programs: async () => ({}),
    untrustedPrograms: async () => [],
    checkoutState: async () => state,
    checkoutPatch: async () => ({ bytes: new Uint8Array(), omitted: [] }),
    realRef: async (ref) => ref,
    checkoutOf: async () => null,
    deliveryPreview: async () => ({ commit: null, checkout: null, obstacles: [] }),
    settleInterruptedDelivery: async () => ({ ok: true }),
    fastForwardBranch: async () => ({ ok: true }),
    fastForwardCheckout: async () => ({ ok: true }),
    moveCheckoutBack: async () => ({ ok: true }),
  }
}

function emptyFolder(path: string, newCommit: () => Promise<string>): Worktree {
  mkdirSync(path, { recursive: true })
  return {
    path,
    stuck: null,
    assertAt: async () => {},
    reset: async () => {},
    release: async () => {},
    holdsWork: async () => false,
    isLeasedAt: async () => true,
    keepAll: async () => {},
    keepSubmodules: async () => ({ lacking: [], edited: [], folder: null, stashes: [] }),
    keepIgnored: async () => null,
    noteSetup: async () => {},
    commitAll: newCommit,
    hidingConfig: async () => null,
    leftBehind: () => null,
    withholdLent: async (tip) => ({ tip, paths: [] }),
    beginMerge: async () => [],
    unresolved: async () => [],
    remove: async () => {},
  }
}
