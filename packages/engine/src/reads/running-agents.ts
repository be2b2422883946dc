import type { Launcher } from '../coordinator/run/launch-run.ts'
import type { SessionMetrics } from '../domain/records.ts'

export interface RunningAgentView {
  runTaskId: string
  sessionId: string
  agent: string
  model: string | null
  /** An absolute path on the machine of the agent. */
  worktreePath: string
  startedAt: number
  /** The usage so far. */
  metrics: SessionMetrics
  lastLine: string | null
}

/** Returns the running agents of a run, in plan order. Only the owner of the run knows them; another server returns none. */
export async function runningAgents(
  deps: Pick<Launcher, 'executors' | 'dispatch'>,
  runId: string,
): Promise<RunningAgentView[]> {
  const alive = deps.executors.get(runId)?.alive ?? []
  const inPlanOrder = alive.toSorted((one, other) => one.task.position - other.task.position)
  const views = inPlanOrder.map(async ({ task, session }) => {
    const { id: sessionId, agent, model, worktreePath, startedAt, metrics } = session
    if (worktreePath === null) return []
    const lastLine = await deps.dispatch.transcripts.lastLine(sessionId)
    return { runTaskId: task.id, sessionId, agent, model, worktreePath, startedAt, metrics, lastLine }
  })
  return (await Promise.all(views)).flat()
}
