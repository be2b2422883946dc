import { runFolder } from '../domain/naming.ts'
import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import { type StuckFolder, stuckText } from '../domain/stuck-folder.ts'
import type { DeliveryEnding } from '../lifecycle/delivery-ending.ts'
import { beginRequestedDelivery, finishRequestedDelivery, isUndo } from '../lifecycle/hand-delivery.ts'
import { type DeliveryOutcome, deliver } from '../merge/deliver.ts'
import { type FoundTip, findTip } from '../merge/find-tip.ts'
import { restoredTip, restoreTip, tipProblem } from '../merge/restore-tip.ts'
import { Verifier } from '../merge/verifier.ts'
import type { Git, Repository } from '../ports/git.ts'
import { endingAfterError, refused } from './ending-after-error.ts'
import { giveBack } from './ends/give-back.ts'
import type { ExecutionDeps } from './run/run-context.ts'
import { undoRequested } from './undo-requested.ts'

interface Parts extends ExecutionDeps {
  git: Git
}

/**
 * Carries out people's requests to deliver a run or to undo its delivery. If the server stops or crashes before a request has ended, the
 * request stays in the database, and the next server begins it again (R1).
 */
export class HandDeliveries {
  readonly #parts: Parts
  readonly #abort = new AbortController()
  readonly #inProgress = new Map<string, Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  begin(run: RunRecord, project: ProjectRecord): void {
    if (this.#abort.signal.aborted || this.#inProgress.has(run.id)) return
    const work = this.#carryOut(run, project).finally(() => this.#inProgress.delete(run.id))
    this.#inProgress.set(run.id, work)
  }

  /** Interrupts all deliveries. @returns when they have stopped */
  async stop(): Promise<void> {
    this.#abort.abort()
    await Promise.all(this.#inProgress.values())
  }

  async #carryOut(run: RunRecord, project: ProjectRecord): Promise<void> {
    const { log, reach } = this.#parts
    const ending = await this.#endingOf(run, project).catch((error: Error) =>
      endingAfterError(this.#parts, error, run, project),
    )
    if (ending === null) return
    await this.#giveBack(run)
    try {
      await finishRequestedDelivery(this.#parts, run.id, ending)
      reach(isUndo(run) ? 'undo.recorded' : 'hand-delivery.recorded')
    } catch (error) {
      log.error(
        { runId: run.id, err: error },
        'the outcome of the delivery could not be recorded; the next start of the server carries the delivery out again',
      )
    }
  }

  /**
   * Ends the agents of ended runs of the project, commits their work and removes their worktrees. Apart from this run, it leaves out the
   * runs with a requested delivery, because a delivery uses the folder of its run.
   */
  #giveBack({ id, projectId }: RunRecord): Promise<void> {
    return giveBack(this.#parts, projectId, (run) => run.id === id || run.deliveryRequestedAt === null)
  }

  /** Carries out the request. @returns null when the server stops before the request has ended */
  async #endingOf(run: RunRecord, project: ProjectRecord): Promise<DeliveryEnding | null> {
    const { git, shell, env, worktreesRoot } = this.#parts
    const repository = await git.open(project.repositoryPath, project.trustedPrograms, project.id)
    const equipment = {
      shell,
      settings: run.settings,
      checkout: repository.path,
      env: { ...env, ...repository.submoduleAccess },
    }
    const folder = `${worktreesRoot}/${runFolder(run.projectId, run.number)}`
    const warn = (err: Error, text: string) => this.#parts.log.warn({ runId: run.id, err }, text)
    const onStuck = (stuck: StuckFolder) => warn(stuck.error, stuckText(stuck))
    const verifier = new Verifier(repository, equipment, folder, this.#parts, onStuck)
    try {
      return isUndo(run)
        ? await undoRequested(this.#parts, repository, verifier, run, this.#abort.signal)
        : await this.#deliver(repository, verifier, run)
    } finally {
      await verifier.close().catch((error) => warn(error, 'the worktree of verify could not be removed'))
      await repository.forgetDrafts()
    }
  }

  async #deliver(repository: Repository, verifier: Verifier, run: RunRecord): Promise<DeliveryEnding | null> {
    const { reach, dispatch } = this.#parts
    const found = await this.#tip(repository, run)
    if (found.is !== 'found') return refused(tipProblem(run, found))
    // `red` causes another verify (D3). The database does not record whether a tip is red, so a tip that may be red is verified again. A
    // tip that the run did not create was never verified.
    const work = { run, tip: found.tip, red: run.settings.redBase === 'allow' || !found.own }
    const outcome = await deliver(repository, verifier, work, this.#abort.signal, async (target, from) => {
      const begun = await beginRequestedDelivery(this.#parts, run.id, target, from)
      reach('hand-delivery.begun')
      return begun !== null && !this.#abort.signal.aborted
    })
    if (outcome.is === 'delivered') {
      reach('hand-delivery.base-moved')
      await dispatch.checkoutMoved(repository.commonDir)
    }
    return endingOf(outcome, run)
  }

  /** Finds the tip of the run's branch. A branch that was deleted is first created again at the last merge that the database records. */
  async #tip(repository: Repository, run: RunRecord): Promise<Exclude<FoundTip, { is: 'deleted' }>> {
    for (;;) {
      const found = await findTip(repository, run, await this.#parts.store.runTasks(run.id))
      if (found.is !== 'deleted') return found
      await restoreTip(repository, run, found.last)
      this.#parts.log.warn({ runId: run.id }, restoredTip(run, found.last))
    }
  }
}

function endingOf(outcome: DeliveryOutcome, { baseBranch }: RunRecord): DeliveryEnding | null {
  switch (outcome.is) {
    case 'delivered':
      return { status: 'DELIVERED', commit: outcome.commit, moved: true, reason: outcome.note }
    case 'contained':
      return {
        status: 'DELIVERED',
        commit: outcome.commit,
        moved: false,
        reason: `already delivered: ${baseBranch} contains the work`,
      }
    case 'refused':
      return refused(outcome.reason)
    case 'aborted':
      return null
  }
}
