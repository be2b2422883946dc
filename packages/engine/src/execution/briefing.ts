import type { RunTaskRecord } from '../domain/records.ts'
import { mergeMessage } from '../git/merge-message.ts'
import type { Begun } from '../lifecycle/attempt-lifecycle.ts'
import type { HarnessRequest } from '../ports/harness.ts'
import { conflictPrompt as renderConflict, workPrompt as renderWork } from '../sessions/prompt.ts'
import type { PromptFacts } from '../sessions/prompt-facts.ts'
import { sessionEnvironment } from '../sessions/session-environment.ts'
import { hasUserInterface } from '../sessions/user-interface.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import type { RunContext } from './run-context.ts'

/** What an agent, or git, is told about a task of this run. */

export const workPrompt = (ctx: RunContext, task: RunTaskRecord): string => renderWork(promptFacts(ctx, task))

/** D4: both sides' intents. The other side is whoever merged before in this run and touched a conflicting file. */
export async function conflictPrompt(ctx: RunContext, task: RunTaskRecord): Promise<string> {
  const { conflictFiles } = task
  return renderConflict({ ...promptFacts(ctx, task), conflictFiles, others: await otherSide(ctx, conflictFiles) })
}

function promptFacts(ctx: RunContext, task: RunTaskRecord): PromptFacts {
  const { settings } = ctx.state.run
  const { key, description, action, epicKey, epicName } = task
  const { files } = task.settings
  const planned = ctx.state.tasks.flatMap((one) => one.settings.files)
  return {
    task: { key, description, action, epicKey, epicName, files },
    expertise: null,
    lastFailure: task.lastFailure,
    verify: settings.verify,
    hasUserInterface: hasUserInterface({ paths: planned, commands: settings.verify }),
    hiddenPaths: [ctx.repository.path],
  }
}

async function otherSide(ctx: RunContext, conflictFiles: readonly string[]) {
  const merged = ctx.state.tasks.filter((task) => task.commit !== null)
  const touched = await Promise.all(merged.map(async (task) => touches(ctx, task, conflictFiles)))
  return merged
    .filter((_, index) => touched[index])
    .map(({ key, description, action }) => ({ key, description, action }))
}

async function touches(ctx: RunContext, { commit }: RunTaskRecord, files: readonly string[]): Promise<boolean> {
  const before = commit && (await ctx.repository.firstParent(commit))
  if (!commit || !before) return false
  const changes = await ctx.repository.diffStat(before, commit)
  return changes.some(({ path }) => files.includes(path))
}

/** The process that plays the session, with everything it is given. */
export async function launchRequest(ctx: RunContext, begun: Begun, lease: Lease): Promise<HarnessRequest> {
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
      ...ctx.deps.env,
      ...(await ctx.repository.identity()),
      ...launch.env,
      ...(await variables(ctx, begun, lease)),
    },
    limits: limitsOf(begun),
  }
}

export const limitsOf = ({ task, session }: Begun): HarnessRequest['limits'] => ({
  timeoutMs: task.settings.timeoutMs,
  stallMs: task.settings.stallMs,
  startedAt: session.startedAt,
})

async function variables(ctx: RunContext, { task, session }: Begun, lease: Lease): Promise<Record<string, string>> {
  const { harness } = ctx.deps
  const { run } = ctx.state
  const isConflict = session.kind === 'CONFLICT'
  const files = `${task.conflictFiles.join('\n')}\n`
  return sessionEnvironment({
    projectId: run.projectId,
    projectName: ctx.projectName,
    run: run.number,
    taskKey: task.key,
    epicKey: task.epicKey,
    attempt: session.attempt,
    session: session.number,
    kind: session.kind,
    promptFile: await harness.provide(session.id, 'prompt.md', session.prompt),
    conflictFilesFile: isConflict ? await harness.provide(session.id, 'conflict-files.txt', files) : null,
    slot: lease.slot,
  })
}

/** D1: the message of a task's merge, with the number of the session whose work it is. */
export async function taskMergeMessage(
  ctx: RunContext,
  task: RunTaskRecord,
): Promise<(verified: boolean | null) => string> {
  const session = await sessionOf(ctx, task)
  const { key, epicKey, description: title } = task
  return (verified) =>
    mergeMessage({
      project: ctx.projectName,
      run: ctx.state.run.number,
      epic: epicKey,
      task: key,
      session,
      title,
      verified,
    })
}

/** The newest session that ended well; kept work was made in the run it is kept from (D6). */
async function sessionOf(ctx: RunContext, task: RunTaskRecord): Promise<number | null> {
  const { store } = ctx.deps
  const earlier = task.keptFromRunId
  const own = await store.sessions(ctx.state.run.id)
  const others = earlier ? await store.sessions(earlier) : []
  const taskIds = new Set([task.id, ...(earlier ? await runTaskIds(ctx, task, earlier) : [])])
  const ended = [...others, ...own].filter((one) => taskIds.has(one.runTaskId) && one.status === 'COMPLETED')
  return ended.at(-1)?.number ?? null
}

async function runTaskIds(ctx: RunContext, task: RunTaskRecord, runId: string): Promise<string[]> {
  const tasks = await ctx.deps.store.runTasks(runId)
  return tasks.filter((one) => one.taskId === task.taskId).map((one) => one.id)
}
