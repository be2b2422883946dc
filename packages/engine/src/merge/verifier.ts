import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure } from '../domain/records.ts'
import type { ProjectSettings } from '../domain/settings.ts'
import type { Repository, Worktree } from '../ports/git.ts'
import { type Equipment, equipWorktree, runCommands, tearDownWorktree } from '../worktrees/equip-worktree.ts'
import { type Patience, persevere } from './persevere.ts'

/** What the verifier needs besides the repository: a shell, the project's settings, and the files to copy or link. */
export interface VerifyEquipment extends Equipment {
  settings: ProjectSettings
}

export type Verdict =
  | { is: 'passed' }
  | { is: 'refused'; failure: Failure }
  | { is: 'aborted' }
  /** Coppice itself failed. The commit may be good. */
  | { is: 'broken'; failure: Failure }

/**
 * Runs the project's `verify` commands on a commit, in a clean worktree of its own (D3). Callers must verify one commit at a time. A tree
 * that has passed is not verified again.
 */
export class Verifier {
  readonly #repository: Repository
  readonly #equipment: VerifyEquipment
  readonly #patience: Patience
  readonly #path: string
  readonly #passed = new Set<string>()
  #worktree: Worktree | null = null

  constructor(repository: Repository, equipment: VerifyEquipment, root: string, patience: Patience) {
    this.#repository = repository
    this.#equipment = equipment
    this.#patience = patience
    this.#path = join(root, 'verify')
  }

  get isNeeded(): boolean {
    return this.#equipment.settings.verify.length > 0
  }

  async verify(commit: string, signal: AbortSignal): Promise<Verdict> {
    if (!this.isNeeded) return { is: 'passed' }
    const tree = await this.#repository.tree(commit)
    if (this.#passed.has(tree)) return { is: 'passed' }
    const verdict = await persevere(
      this.#patience,
      signal,
      () => this.#verify(commit, signal),
      ({ is }) => is === 'broken',
    )
    if (verdict.is === 'passed') this.#passed.add(tree)
    return verdict
  }

  async #verify(commit: string, signal: AbortSignal): Promise<Verdict> {
    const worktree = await this.#checkOut(commit).catch(asFailure)
    const verdict: Verdict =
      'reason' in worktree ? { is: 'broken', failure: worktree } : await this.#run(worktree, signal)
    // Somebody may have deleted the worktree, so the next try opens or adds it again.
    if (verdict.is === 'broken') this.#worktree = null
    return verdict
  }

  async #checkOut(commit: string): Promise<Worktree> {
    const { keepIgnored } = this.#equipment.settings
    this.#worktree ??= await this.#repository.openWorktree(this.#path)
    if (this.#worktree) await this.#worktree.reset(commit, null, keepIgnored)
    else this.#worktree = await this.#repository.addWorktree(this.#path, commit, null)
    await this.#worktree.assertAt(commit)
    return this.#worktree
  }

  async #run(worktree: Worktree, signal: AbortSignal): Promise<Verdict> {
    const { settings } = this.#equipment
    const ready = await equipWorktree(this.#equipment, worktree.path, signal)
    const verified = ready.ok
      ? await runCommands(this.#equipment, 'verify', settings.verify, worktree.path, settings.verifyTimeoutMs, signal)
      : ready
    const left = await tearDownWorktree(this.#equipment, worktree.path, signal)
    const bad = verified.ok ? left : verified
    if (bad.ok) return { is: 'passed' }
    if (bad.aborted || signal.aborted) return { is: 'aborted' }
    if (!existsSync(worktree.path))
      return { is: 'broken', failure: asFailure(new Error(`somebody deleted ${worktree.path}`)) }
    return { is: bad.failure.class === 'coppice' ? 'broken' : 'refused', failure: bad.failure }
  }

  async close(): Promise<void> {
    await (this.#worktree ?? (await this.#repository.openWorktree(this.#path)))?.remove()
    this.#worktree = null
  }
}

const asFailure = (error: Error): Failure => ({
  class: 'coppice',
  reason: `Coppice could not use the worktree for verify: ${error.message}`,
  output: '',
})
