import type { Launcher } from '../coordinator/launch-run.ts'

export interface RunningAgentView {
  runTaskId: string
  sessionId: string
  agent: string
  model: string | null
  worktreePath: string
  startedAt: number
  lastLine: string | null
}

/** Returns the agents of a run that this server knows to be alive now, in plan order. */
export function runningAgents(
  deps: Pick<Launcher, 'executors' | 'dispatch'>,
  runId: string,
): Promise<RunningAgentView[]> {
  const alive = deps.executors.get(runId)?.alive ?? []
  const inPlanOrder = alive.toSorted((one, other) => one.task.position - other.task.position)
  const views = inPlanOrder.map(async ({ task, session }) => ({
    runTaskId: task.id,
    sessionId: session.id,
    agent: session.agent,
    model: session.model,
    worktreePath: session.worktreePath,
    startedAt: session.startedAt,
    lastLine: await deps.dispatch.transcripts.lastLine(session.id),
  }))
  return Promise.all(views)
}
