import type { RunTaskRecord } from '../domain/records.ts'
import type { RunView } from './run-view.ts'

/** D4: says whether the task may have another conflict session. A `command` task without `resolve` has none. */
export function mayResolve(ctx: RunView, task: RunTaskRecord): boolean {
  const agent = ctx.deps.agents.get(task.agent)
  const { agent: settings, timeoutMs, stallMs } = task.settings
  const limits = { timeoutMs, stallMs, startedAt: ctx.deps.clock.now() }
  const started = agent?.start({ kind: 'CONFLICT', settings, model: task.model, resume: null, limits })
  return started != null && task.conflictSessions < ctx.state.run.settings.maxConflictSessions
}
