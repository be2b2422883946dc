import { doneRef, shortRef } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import { containedWork } from './contained-work.ts'
import { NO_CHECKS, namesOf, type RedChecks } from './failed-checks.ts'
import { takenWork } from './taken-work.ts'
import type { Verifier } from './verifier.ts'

/** `red` has the checks that fail at the start. It is empty, unless the project sets `redBase: allow`. */
export type PreparedStart =
  | { ok: true; commit: string; red: RedChecks }
  | { ok: false; aborted: boolean; reason: string }

/**
 * Makes the commit from which a run starts, and verifies it (D3). It contains the base branch, the work that earlier runs merged but did
 * not deliver, and the tasks that a person marked done (P5). It also contains the merges of delivered runs whose work a rewritten base branch
 * has in other commits.
 *
 * @param carried the earlier runs, oldest first
 */
export async function prepareStart(
  repository: Repository,
  verifier: Verifier,
  run: RunRecord,
  carried: readonly RunRecord[],
  signal: AbortSignal,
): Promise<PreparedStart> {
  let commit = run.baseCommit
  const ref = doneRef(run.projectId)
  const cure = `To undo the marks, run \`git update-ref -d ${ref}\``
  const marked = { ref, what: 'the record of tasks that were marked done', cure, optional: true, isDelivered: false }
  for (const source of [...carried.map(ofRun), marked]) {
    const step = await carry(repository, commit, source)
    if (!step.ok) return step
    commit = step.commit
  }
  return verifyStart(verifier, run, commit, carried, signal)
}

interface Source {
  ref: string
  what: string
  /** What a person can do when the source conflicts with the base branch: a sentence without its full stop. */
  cure: string
  /** Whether the ref may be absent. */
  optional: boolean
  /** Whether the source was delivered, and the base branch was rewritten since. */
  isDelivered: boolean
}

const ofRun = ({ branch, number, baseBranch, deliveryStatus }: RunRecord): Source => ({
  ref: branch,
  optional: false,
  isDelivered: deliveryStatus === 'DELIVERED',
  what: `run ${number}`,
  cure: `If ${baseBranch} already contains the work of run ${number}, for example by a squash merge, run \`git merge -s ours ${shortRef(branch)}\` on ${baseBranch}, or \`coppice discard ${number}\` and then \`coppice mark-done TASK\` for each of its tasks. Otherwise merge ${shortRef(branch)} into ${baseBranch} by hand`,
})

/** Adds the work of one source to the commit `onto`. */
async function carry(
  repository: Repository,
  onto: string,
  { ref, what, cure, optional, isDelivered }: Source,
): Promise<PreparedStart> {
  const tip = await repository.resolve(ref)
  if (tip === null && !optional) {
    const reason = `${what} cannot be carried in: ${shortRef(ref)} was deleted, and git no longer has its commits. Start another run: it does the tasks again.`
    return { ok: false, aborted: false, reason }
  }
  if (tip === null || (await repository.isAncestor(tip, onto))) return { ok: true, commit: onto, red: NO_CHECKS }
  if (await repository.isAncestor(onto, tip)) return { ok: true, commit: tip, red: NO_CHECKS }
  const message = `Carry in ${shortRef(ref)}\n`
  const joined = async (tree: string, text: string): Promise<PreparedStart> => ({
    ok: true,
    commit: await repository.commitTree(tree, [onto, tip], text),
    red: NO_CHECKS,
  })
  const holds = async (taken: string) =>
    joined(await repository.tree(onto), `${message}\nCommit ${taken} contains its work.\n`)
  const delivered = isDelivered ? await takenWork(repository, onto, tip) : null
  if (delivered !== null) return holds(delivered)
  const merged = await repository.mergeTree(onto, tip)
  if (merged.clean) return joined(merged.tree, message)
  const taken = await containedWork(repository, onto, tip)
  if (taken !== null) return holds(taken)
  const reason = `${what} cannot be carried in, because it conflicts with the base branch in ${merged.files.join(', ')}. ${cure}.`
  return { ok: false, aborted: false, reason }
}

async function verifyStart(
  verifier: Verifier,
  run: RunRecord,
  commit: string,
  carried: readonly RunRecord[],
  signal: AbortSignal,
): Promise<PreparedStart> {
  const isRedAllowed = run.settings.redBase === 'allow'
  const verdict = await verifier.verify(commit, signal, isRedAllowed ? 'all' : 'first')
  if (verdict.is === 'passed') return { ok: true, commit, red: NO_CHECKS }
  if (verdict.is === 'aborted') return { ok: false, aborted: true, reason: 'stopped before the first session' }
  if (verdict.is === 'broken') return { ok: false, aborted: false, reason: verdict.failure.reason }
  if (isRedAllowed) return { ok: true, commit, red: namesOf(verdict.failed) }
  const [{ failure }] = verdict.failed
  const last = failure.output.trim().split('\n').slice(-5).join('\n')
  const undelivered = carried.filter(({ deliveryStatus }) => deliveryStatus !== 'DELIVERED')
  const what =
    undelivered.length > 0
      ? `the base branch with ${undelivered.map((earlier) => `run ${earlier.number}`).join(', ')} carried in does not pass verify; discard ${undelivered.length > 1 ? 'one of them' : 'it'} (\`coppice discard NUMBER\`) or fix the base branch`
      : 'the base branch does not pass verify; fix it first, or set `redBase: allow` in the plan'
  return { ok: false, aborted: false, reason: `${what} (${failure.reason})\n${last}`.trim() }
}
