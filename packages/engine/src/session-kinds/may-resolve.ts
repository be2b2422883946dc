import type { RunTaskRecord } from '../domain/records.ts'
import type { RunView } from './run-view.ts'

/** D4: says whether the task may have another conflict session. A `command` task without `resolve` has none. */
export function mayResolve(ctx: RunView, task: RunTaskRecord): boolean {
  const agent = ctx.deps.agents.get(task.agent)
  const started = agent?.start({ kind: 'CONFLICT', settings: task.settings.agent, model: task.model, resume: null })
  return started != null && task.conflictSessions < ctx.state.run.settings.maxConflictSessions
}
