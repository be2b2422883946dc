import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure } from '../domain/records.ts'
import type { ProjectSettings } from '../domain/settings.ts'
import type { StuckFolder } from '../domain/stuck-folder.ts'
import type { Repository, Worktree } from '../ports/git.ts'
import {
  type CommandOutcome,
  type Equipment,
  equipWorktree,
  runCommands,
  tearDownWorktree,
} from '../worktrees/equip-worktree.ts'
import type { FailedChecks } from './failed-checks.ts'
import { type Patience, persevere } from './persevere.ts'

/** What the verifier needs besides the repository: a shell, the project's settings, and the files to copy or link. */
export interface VerifyEquipment extends Equipment {
  settings: ProjectSettings
}

export type Verdict =
  | { is: 'passed' }
  /** `failed` has at least one check. It has all that fail when all were asked for. */
  | { is: 'refused'; failed: FailedChecks }
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
  readonly #onStuck: (stuck: StuckFolder) => void
  #worktree: Worktree | null = null

  /** @param onStuck is called when the folder of the worktree could not be deleted, so that a new one took its place */
  constructor(
    repository: Repository,
    equipment: VerifyEquipment,
    root: string,
    patience: Patience,
    onStuck: (stuck: StuckFolder) => void,
  ) {
    this.#repository = repository
    this.#onStuck = onStuck
    this.#equipment = equipment
    this.#patience = patience
    this.#path = join(root, 'verify')
  }

  get isNeeded(): boolean {
    return this.#equipment.settings.verify.length > 0
  }

  /**
   * @param ask `first`: verify stops at the first command that fails. `all`: it runs all of them, so that their failures can be compared with
   * those of another tree
   */
  async verify(commit: string, signal: AbortSignal, ask: 'first' | 'all' = 'first'): Promise<Verdict> {
    if (!this.isNeeded) return { is: 'passed' }
    const tree = await this.#repository.tree(commit)
    if (this.#passed.has(tree)) return { is: 'passed' }
    const verdict = await persevere(
      this.#patience,
      signal,
      () => this.#verify(commit, signal, ask),
      ({ is }) => is === 'broken',
    )
    if (verdict.is === 'passed') this.#passed.add(tree)
    return verdict
  }

  async #verify(commit: string, signal: AbortSignal, ask: 'first' | 'all'): Promise<Verdict> {
    const worktree = await this.#checkOut(commit).catch(asFailure)
    const verdict: Verdict =
      'reason' in worktree ? { is: 'broken', failure: worktree } : await this.#run(worktree, signal, ask)
    // Somebody may have deleted the worktree, so the next try opens or adds it again.
    if (verdict.is === 'broken') this.#worktree = null
    return verdict
  }

  async #checkOut(commit: string): Promise<Worktree> {
    const { keepIgnored } = this.#equipment.settings
    this.#worktree ??= await this.#repository.openWorktree(this.#path)
    const isClean = await this.#worktree?.reset(commit, null, keepIgnored).then(
      () => true,
      () => false,
    )
    if (this.#worktree === null || !isClean) this.#worktree = await this.#anew(commit)
    await this.#worktree.assertAt(commit)
    return this.#worktree
  }

  async #anew(commit: string): Promise<Worktree> {
    // Without this, the files that verify wrote could count as work and stay.
    await this.#worktree?.release()
    const worktree = await this.#repository.addWorktree(this.#path, commit, null)
    if (worktree.stuck !== null) this.#onStuck(worktree.stuck)
    return worktree
  }

  async #run(worktree: Worktree, signal: AbortSignal, ask: 'first' | 'all'): Promise<Verdict> {
    const { verify } = this.#equipment.settings
    const ready = await equipWorktree(this.#equipment, worktree.path, signal)
    // Nothing can be checked in a worktree that is not ready. So every check counts as failed.
    const checked = ready.ok
      ? await this.#check(worktree, signal, ask)
      : ['setup', ...verify].map((check) => ({ check, outcome: ready }))
    const left = await tearDownWorktree(this.#equipment, worktree.path, signal)
    const failed = [...checked, { check: 'teardown', outcome: left }].flatMap(({ check, outcome }) =>
      outcome.ok ? [] : [{ check, ...outcome }],
    )
    const [first, ...others] = failed
    if (first === undefined) return { is: 'passed' }
    if (signal.aborted || failed.some(({ aborted }) => aborted)) return { is: 'aborted' }
    if (!existsSync(worktree.path))
      return { is: 'broken', failure: asFailure(new Error(`somebody deleted ${worktree.path}`)) }
    const broken = failed.find(({ failure }) => failure.class === 'coppice')
    return broken ? { is: 'broken', failure: broken.failure } : { is: 'refused', failed: [first, ...others] }
  }

  /** Runs the verify commands one after the other. Each of them is one check (ADR 0087). */
  async #check(worktree: Worktree, signal: AbortSignal, ask: 'first' | 'all') {
    const { verify, verifyTimeoutMs } = this.#equipment.settings
    const checked: { check: string; outcome: CommandOutcome }[] = []
    for (const check of verify) {
      const outcome = await runCommands(this.#equipment, 'verify', [check], worktree.path, verifyTimeoutMs, signal)
      checked.push({ check, outcome })
      if (!outcome.ok && (ask === 'first' || outcome.aborted)) break
    }
    return checked
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
