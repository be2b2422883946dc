import type { RunTaskRecord } from '../domain/records.ts'
import type { RunView } from './run-view.ts'

/** Says whether a task may get another conflict session (D4). A task of the agent `command` gets one only if its plan sets `resolve`. */
export function mayResolve(ctx: RunView, task: RunTaskRecord): boolean {
  const agent = ctx.deps.agents.get(task.agent)
  const { agent: settings, timeoutMs, stallMs } = task.settings
  const { model } = ctx.chooseSession(task)
  const limits = { timeoutMs, stallMs, startedAt: ctx.deps.clock.now() }
  const started = agent?.start({ kind: 'CONFLICT', settings, model, resume: null, limits })
  return started != null && task.conflictSessions < ctx.state.run.settings.maxConflictSessions
}
