import { keptOfRun, keptRef, keptRefs, shortCommit, shortRef, workBranch, workBranches } from '../../domain/naming.ts'
import type { RunRecord, RunTaskRecord, SessionRecord } from '../../domain/records.ts'
import { movesTask } from '../../domain/statuses.ts'
import type { Repository } from '../../ports/git.ts'
import type { ExecutionDeps } from '../run/run-context.ts'

interface Written {
  repository: Repository
  run: RunRecord
  task: RunTaskRecord
  session: SessionRecord
  /** The last commit of the session. */
  tip: string
}

/**
 * D5: ensures at the end of a run that the work of each session is on a ref, even if somebody deleted the ref of the session. The database
 * records the tip of each session. A completed task with at most one attempt and without a conflict session is not checked, because its
 * work is on the run's branch.
 *
 * @returns one text for people for each ref that was created again, and for each tip that is lost
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
  const texts: string[] = []
  for (const task of doubtful) {
    const holders = new Set(holdersOf(refs, run, task))
    // The newest session comes first. If the work branch was deleted, it is created again for the first session that needs a ref, and it must
    // have the newest work. Other sessions get kept refs.
    for (const session of (sessions.get(task.id) ?? []).toReversed()) {
      const tip = session.tipCommit
      if (tip === null || tip === session.baseCommit || holders.has(tip)) continue
      const text = await keepTip({ repository, run, task, session, tip }, holders)
      holders.add(tip)
      if (text !== null) texts.push(text)
    }
  }
  for (const text of texts) deps.log.warn({ runId: run.id }, text)
  return texts
}

interface Refs {
  tip: string | null
  refs: readonly { ref: string; commit: string }[]
}

async function refsOf(repository: Repository, { number, branch }: RunRecord): Promise<Refs> {
  const [work, kept] = await Promise.all([repository.refs(workBranches(number)), repository.refs(keptOfRun(number))])
  return { tip: await repository.resolve(branch), refs: [...work, ...kept] }
}

/**
 * Returns the commits that may contain work of the task: the tip of the run's branch, and the commits of the task's work branch and kept
 * refs.
 */
function holdersOf({ tip, refs }: Refs, { number }: RunRecord, { key }: RunTaskRecord): string[] {
  const own = refs.filter(({ ref }) => ref === workBranch(number, key) || ref.startsWith(keptRefs(number, key)))
  return [...(tip === null ? [] : [tip]), ...own.map(({ commit }) => commit)]
}

/** Puts the session's work on a ref if no ref has it. @returns a text for people about this, or null when a ref already had the work */
async function keepTip(written: Written, holders: ReadonlySet<string>): Promise<string | null> {
  const { repository, session, task, tip } = written
  const name = `session ${session.number} (${task.key})`
  if ((await repository.resolve(tip)) === null)
    return `The work of ${name} is lost: git has removed its commit ${shortCommit(tip)}.`
  for (const holder of holders) if (await repository.isAncestor(tip, holder)) return null
  return `The ref with the work of ${name} was deleted. The work is now on ${shortRef(await putOnRef(written))}.`
}

/**
 * Creates the task's work branch at the work of a session. If the branch exists already, or if the session does not move its task, the
 * function creates a kept ref instead.
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
