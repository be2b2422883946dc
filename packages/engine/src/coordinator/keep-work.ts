import { keptOfRun, keptRef, shortCommit, shortRef, workBranch, workBranches } from '../domain/naming.ts'
import type { RunRecord, RunTaskRecord, SessionRecord } from '../domain/records.ts'
import type { Repository } from '../ports/git.ts'
import type { ExecutionDeps } from './run-context.ts'

/**
 * D5: what the sessions of a run have written is on a ref when the run ends, whoever deleted the ref that held it. The record knows
 * the tip of each session. A tip is looked for only where it may be missing: tasks with one merged attempt are on the run's branch.
 *
 * @returns what was made again and what is lost, for people
 */
export async function keepWork(
  deps: ExecutionDeps,
  repository: Repository,
  run: RunRecord,
  tasks: readonly RunTaskRecord[],
): Promise<string[]> {
  const doubtful = tasks.filter((task) => task.status !== 'COMPLETED' || task.attempts > 1 || task.conflictSessions > 0)
  if (doubtful.length === 0) return []
  const sessions = await deps.store.sessionsOf(doubtful.map(({ id }) => id))
  const holders = await refsOf(repository, run)
  const told: string[] = []
  for (const session of sessions.toReversed()) {
    const task = doubtful.find(({ id }) => id === session.runTaskId)
    const tip = session.tipCommit
    if (!task || tip === null || tip === session.startCommit || holders.has(tip)) continue
    if ((await repository.resolve(tip)) === null) {
      told.push(`What ${name(task, session)} wrote is lost: git has removed its commit ${shortCommit(tip)}.`)
      continue
    }
    if (await isHeld(repository, tip, holders)) continue
    const ref = await hold(repository, run, task, session, tip)
    holders.add(tip)
    told.push(`What ${name(task, session)} wrote was on no ref any more. It is on ${shortRef(ref)} again.`)
  }
  for (const text of told) deps.log.warn({ runId: run.id }, text)
  return told
}

const name = (task: RunTaskRecord, session: SessionRecord): string => `session ${session.number} (${task.key})`

/** Commits that a ref of the run names. */
async function refsOf(repository: Repository, { number, branch }: RunRecord): Promise<Set<string>> {
  const below = await Promise.all([repository.refs(workBranches(number)), repository.refs(keptOfRun(number))])
  const tip = await repository.resolve(branch)
  return new Set([...below.flat().map(({ commit }) => commit), ...(tip === null ? [] : [tip])])
}

async function isHeld(repository: Repository, tip: string, holders: ReadonlySet<string>): Promise<boolean> {
  for (const holder of holders) if (await repository.isAncestor(tip, holder)) return true
  return false
}

/** Its work branch, or a ref beside the branch when that has gone on. */
async function hold(
  repository: Repository,
  { number }: RunRecord,
  task: RunTaskRecord,
  session: SessionRecord,
  tip: string,
): Promise<string> {
  const branch = workBranch(number, task.key)
  if (await repository.updateRef(branch, tip, null)) return branch
  const ref = `${keptRef(number, task.key, session.attempt)}-session-${session.number}`
  await repository.updateRef(ref, tip, null)
  return ref
}
