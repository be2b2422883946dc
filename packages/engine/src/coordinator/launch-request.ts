import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import type { HostRequest } from '../ports/hosts.ts'
import { SESSION_KINDS } from '../session-kinds/session-kinds.ts'
import { sessionEnvironment } from '../sessions/session-environment.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import type { RunContext } from './run-context.ts'

/** The process that plays the session, with everything it is given. */
export async function launchRequest(ctx: RunContext, begun: Begun, lease: Lease): Promise<HostRequest> {
  const { task, session } = begun
  const agent = ctx.deps.agents.get(task.agent)
  const launch = agent?.launch({ kind: session.kind, settings: task.settings, model: task.model })
  if (!agent || !launch) throw new Error(`the agent ${task.agent} has no ${session.kind.toLowerCase()} session`)
  return {
    sessionId: session.id,
    agent,
    command: launch.command,
    cwd: lease.path,
    env: {
      ...ctx.equipment.env,
      ...(await ctx.repository.identity()),
      ...launch.env,
      ...(await variables(ctx, begun, lease)),
    },
    limits: limitsOf(begun),
  }
}

export const limitsOf = ({ task, session }: Begun): HostRequest['limits'] => ({
  timeoutMs: task.settings.timeoutMs,
  stallMs: task.settings.stallMs,
  startedAt: session.startedAt,
})

async function variables(ctx: RunContext, begun: Begun, lease: Lease): Promise<Record<string, string>> {
  const { task, session } = begun
  const { hosts } = ctx.deps
  const { run } = ctx.state
  const { merge } = await SESSION_KINDS[session.kind].tree(ctx, begun)
  return sessionEnvironment({
    projectId: run.projectId,
    projectName: ctx.projectName,
    run: run.number,
    taskKey: task.key,
    epicKey: task.epicKey,
    attempt: session.attempt,
    session: session.number,
    kind: session.kind,
    promptFile: await hosts.provide(session.id, 'prompt.md', session.prompt),
    conflictFilesFile:
      merge && (await hosts.provide(session.id, 'conflict-files.txt', `${merge.conflictFiles.join('\n')}\n`)),
    slot: lease.slot,
  })
}
