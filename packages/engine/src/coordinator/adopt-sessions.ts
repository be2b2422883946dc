import type { RunTaskRecord, SessionRecord } from '../domain/records.ts'
import { type Begun, recordProcess } from '../lifecycle/attempt-lifecycle.ts'
import { completeTask, enterPhase } from '../lifecycle/task-lifecycle.ts'
import { ofProject } from '../merge/of-project.ts'
import type { RunningProcess } from '../ports/hosts.ts'
import { limitsOf } from './launch-request.ts'
import type { RunContext } from './run-context.ts'
import { callOffSession, continueSession } from './session.ts'

/**
 * R1: what an earlier server left of this run. Agents that live on, or ended meanwhile, are taken up; what never started is called
 * off; merges that had moved the branch are recorded; the rest waits in the queue again.
 */
export async function adoptSessions(ctx: RunContext): Promise<void> {
  const sessions = await ctx.deps.store.sessions(ctx.state.run.id)
  for (const session of sessions.filter((one) => one.status === 'RUNNING')) await adoptSession(ctx, session)
  const merged = await mergedAlready(ctx)
  for (const task of ctx.state.tasks.filter((one) => one.status === 'MERGING')) await takeUpMerge(ctx, task, merged)
}

async function adoptSession(ctx: RunContext, session: SessionRecord): Promise<void> {
  const task = ctx.state.tasks.find((one) => one.id === session.runTaskId)
  if (!task) throw new Error(`session ${session.number} belongs to no task of run ${ctx.state.run.number}`)
  const begun: Begun = { task, session }
  const lease = (await ctx.pool.reclaim(session.worktreePath)) ?? ctx.pool.lease()
  const process = await adoptProcess(ctx, begun)
  if (process) continueSession(ctx, begun, lease, process)
  else callOffSession(ctx, begun, lease)
}

async function adoptProcess(ctx: RunContext, begun: Begun): Promise<RunningProcess | null> {
  const { session } = begun
  const agent = ctx.deps.agents.get(session.agent)
  if (!agent) return null
  const limits = limitsOf(begun)
  const process = await ctx.deps.hosts.adopt({ id: session.id, process: session.process, agent, limits })
  if (!process) return null
  if (session.process === null) await recordLate(ctx, begun, process)
  return lossIsNoFailure(process)
}

/** The earlier server died between starting the agent and writing who it is. */
async function recordLate(ctx: RunContext, begun: Begun, process: RunningProcess): Promise<void> {
  const recorded = await recordProcess(ctx.deps, begun, process.identity)
  if (!recorded) return
  Object.assign(begun, recorded)
  ctx.state.apply(recorded.task)
}

/** S5: what was lost together with the server does not count as an attempt. */
function lossIsNoFailure(process: RunningProcess): RunningProcess {
  const ended = process.ended.then((end) => (end.how === 'lost' ? { ...end, how: 'interrupted' as const } : end))
  return { identity: process.identity, ended, stop: (why) => process.stop(why) }
}

/** D1: merge commits of this run by task key; the branch is the second record. */
async function mergedAlready(ctx: RunContext): Promise<Map<string, string>> {
  const { startCommit, number } = ctx.state.run
  if (!startCommit) return new Map()
  const trailed = ofProject(await ctx.repository.trailers(await ctx.tip(), startCommit), ctx.projectName)
  const own = trailed.filter((one) => one.run === number)
  return new Map(own.map((one) => [one.task, one.commit]))
}

async function takeUpMerge(ctx: RunContext, task: RunTaskRecord, merged: Map<string, string>): Promise<void> {
  const commit = merged.get(task.key)
  const taken = commit
    ? await completeTask(ctx.deps, task, commit, ctx.state.costOf([task]))
    : task.phase === 'QUEUE'
      ? task
      : await enterPhase(ctx.deps, task, 'QUEUE')
  ctx.state.apply(taken)
}
