import { keptOfRun, keptRef, keptRefs, shortCommit, shortRef, workBranch, workBranches } from '../domain/naming.ts'
import type { RunRecord, RunTaskRecord, SessionRecord } from '../domain/records.ts'
import { movesTask } from '../domain/statuses.ts'
import type { Repository } from '../ports/git.ts'
import type { ExecutionDeps } from './run-context.ts'

interface Written {
  repository: Repository
  run: RunRecord
  task: RunTaskRecord
  session: SessionRecord
  /** What the session wrote. */
  tip: string
}

/**
 * D5: what the sessions of a run have written is on a ref when the run ends, whoever deleted the ref that held it. The record knows
 * the tip of each session. A tip is looked for only where it may be missing: the work of a task with one merged attempt is on the run's
 * branch.
 *
 * @returns what was created again and what is lost, for people
 */
export async function keepWork(
  deps: ExecutionDeps,
  repository: Repository,
  run: RunRecord,
  tasks: readonly RunTaskRecord[],
): Promise<string[]> {
  const doubtful = tasks.filter((task) => task.status !== 'COMPLETED' || task.attempts > 1 || task.conflictSessions > 0)
  if (doubtful.length === 0) return []
  const sessions = Map.groupBy(await deps.store.sessionsOf(doubtful.map(({ id }) => id)), ({ runTaskId }) => runTaskId)
  const refs = await refsOf(repository, run)
  const told: string[] = []
  for (const task of doubtful) {
    const holders = new Set(holdersOf(refs, run, task))
    // The newest first: the work branch is for the last attempt.
    for (const session of (sessions.get(task.id) ?? []).toReversed()) {
      const tip = session.tipCommit
      if (tip === null || tip === session.startCommit || holders.has(tip)) continue
      const text = await keepTip({ repository, run, task, session, tip }, holders)
      holders.add(tip)
      if (text !== null) told.push(text)
    }
  }
  for (const text of told) deps.log.warn({ runId: run.id }, text)
  return told
}

interface Refs {
  tip: string | null
  refs: readonly { ref: string; commit: string }[]
}

async function refsOf(repository: Repository, { number, branch }: RunRecord): Promise<Refs> {
  const [work, kept] = await Promise.all([repository.refs(workBranches(number)), repository.refs(keptOfRun(number))])
  return { tip: await repository.resolve(branch), refs: [...work, ...kept] }
}

/** Commits that hold work of the task. */
function holdersOf({ tip, refs }: Refs, { number }: RunRecord, { key }: RunTaskRecord): string[] {
  const own = refs.filter(({ ref }) => ref === workBranch(number, key) || ref.startsWith(keptRefs(number, key)))
  return [...(tip === null ? [] : [tip]), ...own.map(({ commit }) => commit)]
}

/** @returns what to say of it, or null when a ref holds it */
async function keepTip(written: Written, holders: ReadonlySet<string>): Promise<string | null> {
  const { repository, session, task, tip } = written
  const name = `session ${session.number} (${task.key})`
  if ((await repository.resolve(tip)) === null)
    return `What ${name} wrote is lost: git has removed its commit ${shortCommit(tip)}.`
  for (const holder of holders) if (await repository.isAncestor(tip, holder)) return null
  return `What ${name} wrote was on no ref any more. It is on ${shortRef(await putOnRef(written))} again.`
}

/**
 * Puts what a session wrote on the task's work branch. If the branch has other work by now, or the session was beside the task, a kept
 * ref gets it.
 *
 * @returns the ref
 */
async function putOnRef({ repository, run: { number }, task, session, tip }: Written): Promise<string> {
  const branch = workBranch(number, task.key)
  if (movesTask(session.kind) && (await repository.updateRef(branch, tip, null))) return branch
  const ref = `${keptRef(number, task.key, session.attempt)}-session-${session.number}`
  await repository.updateRef(ref, tip, null)
  return ref
}
