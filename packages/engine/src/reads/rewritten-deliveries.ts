import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import { takenWork } from '../merge/taken-work.ts'
import type { Repository, TrailedCommit } from '../ports/git.ts'

export interface TakenRun {
  run: RunRecord
  /** The newest commit of its work. */
  tip: string
  /** The commits that finish its tasks and that the base branch does not contain. */
  finishing: TrailedCommit[]
}

export interface RewrittenDeliveries {
  /** The runs whose work the base branch has in other commits, oldest first. */
  taken: TakenRun[]
  /** The runs for which git cannot prove this, oldest first. */
  unproven: RunRecord[]
}

interface Ask {
  repository: Repository
  project: Pick<ProjectRecord, 'baseBranch'>
  base: string
  /** The keys of the tasks that the base branch finishes by its own commits. */
  keys: ReadonlySet<string>
  tipOf: (run: RunRecord) => Promise<string | null>
  finishingOf: (tip: string) => Promise<TrailedCommit[]>
}

/**
 * Finds the delivered runs whose delivery the base branch no longer contains, because a person rewrote the branch: with `git pull --rebase`,
 * which flattens the merges, or with a squash merge by a forge and `git reset --hard` (P5).
 *
 * The search goes from the newest run to the oldest and ends at the first delivery that the base branch contains. A later run has already
 * carried in, or done again, what was delivered before it.
 *
 * @param runs all runs of the project, newest first
 */
export async function rewrittenDeliveries(ask: Ask, runs: readonly RunRecord[]): Promise<RewrittenDeliveries> {
  const found: RewrittenDeliveries = { taken: [], unproven: [] }
  for (const run of runs) {
    const { deliveryStatus, deliveryCommit, baseBranch } = run
    if (deliveryStatus !== 'DELIVERED' || deliveryCommit === null || baseBranch !== ask.project.baseBranch) continue
    if (await contains(ask.repository, ask.base, deliveryCommit)) break
    const tip = await ask.tipOf(run)
    if (tip !== null && (await isIn(ask.repository, tip, found.taken))) continue
    const finishing = tip === null ? [] : await ask.finishingOf(tip)
    if (tip !== null && finishing.every(({ task }) => ask.keys.has(task))) continue
    const isTaken = tip !== null && (await takenWork(ask.repository, ask.base, tip)) !== null
    if (isTaken) found.taken.unshift({ run, tip, finishing })
    else found.unproven.unshift(run)
  }
  return found
}

async function contains(repository: Repository, base: string, delivered: string): Promise<boolean> {
  return (await repository.resolve(delivered)) !== null && (await repository.isAncestor(delivered, base))
}

async function isIn(repository: Repository, tip: string, taken: readonly TakenRun[]): Promise<boolean> {
  for (const other of taken) if (await repository.isAncestor(tip, other.tip)) return true
  return false
}
