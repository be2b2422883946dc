import { mkdir, rm } from 'node:fs/promises'
import type { Git, Repository, Worktree } from '@coppice/engine'

/**
 * A repository without git, for measuring all that is not git: refs and commits are numbers in memory, a worktree is an empty folder,
 * and every attempt leaves a commit.
 */
export function noGit(root: string): Git {
  return { open: async (path) => new NoRepository(path, root), assertUsable: async () => {} }
}

class NoRepository implements Repository {
  readonly path: string
  readonly commonDir: string
  readonly #refs = new Map<string, string>()
  readonly #worktrees = new Map<string, Worktree>()
  #commits = 0

  constructor(path: string, root: string) {
    this.path = path
    this.commonDir = root
    this.#refs.set('refs/heads/main', this.#commit())
  }

  resolve = async (ref: string) => (ref.startsWith('refs/') ? (this.#refs.get(ref) ?? null) : ref)
  tree = async (commit: string) => commit
  firstParent = async (commit: string) => commit
  isAncestor = async () => true
  updateRef = async (ref: string, to: string) => Boolean(this.#refs.set(ref, to))
  deleteRef = async (ref: string) => this.#refs.delete(ref)
  mergeTree = async (_: string, theirs: string) => ({ clean: true as const, tree: theirs })
  commitTree = async () => this.#commit()
  identity = async () => ({})
  trailers = async () => []
  diffStat = async () => []
  worktreesBelow = async () => [...this.#worktrees.keys()]
  openWorktree = async (path: string) => this.#worktrees.get(path) ?? null
  checkoutState = async () => ({ head: 'refs/heads/main', headCommit: '', meta: '', status: '' })
  checkoutPatch = async () => new Uint8Array()
  checkoutOf = async () => null
  fastForwardCheckout = async () => ({ ok: true as const })

  async reserve<T>(ref: string, _: string, to: string, store: () => Promise<T | null>) {
    const stored = await store()
    if (stored === null) return { is: 'refused' as const }
    this.#refs.set(ref, to)
    return { is: 'reserved' as const, stored }
  }

  async refs(prefix: string) {
    return [...this.#refs].filter(([ref]) => ref.startsWith(prefix)).map(([ref, commit]) => ({ ref, commit }))
  }

  async addWorktree(path: string, commit: string, branch: string | null): Promise<Worktree> {
    await mkdir(path, { recursive: true })
    const worktree = this.#worktree(path, commit, branch)
    this.#worktrees.set(path, worktree)
    return worktree
  }

  #worktree(path: string, commit: string, branch: string | null): Worktree {
    let [head, on] = [commit, branch]
    const stand = (at: string, at2: string | null) => {
      head = at
      on = at2
      if (on) this.#refs.set(on, head)
    }
    stand(commit, branch)
    return {
      path,
      head: async () => head,
      assertAt: async () => {},
      reset: async (at, next) => stand(at, next),
      commitAll: async () => {
        stand(this.#commit(), on)
        return head
      },
      beginMerge: async () => [],
      unresolved: async () => [],
      remove: async () => {
        this.#worktrees.delete(path)
        await rm(path, { recursive: true, force: true })
      },
    }
  }

  #commit(): string {
    this.#commits += 1
    return this.#commits.toString(16).padStart(40, '0')
  }
}
