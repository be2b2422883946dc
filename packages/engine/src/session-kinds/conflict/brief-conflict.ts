import type { RunTaskRecord } from '../../domain/records.ts'
import { factsOfTask } from '../prompt/facts-of-task.ts'
import type { TaskIntent } from '../prompt/prompt-facts.ts'
import type { RunView } from '../run-view.ts'
import type { SessionStart } from '../session-kind.ts'
import { conflictPrompt } from './conflict-prompt.ts'

/**
 * Returns the prompt of a conflict session, which has the intents of both sides (D4). The other side is every task of this run that was
 * merged before and changed a conflicting file.
 */
export async function briefConflict(ctx: RunView, task: RunTaskRecord, start: SessionStart): Promise<string> {
  const { conflictFiles } = task
  return conflictPrompt({
    ...(await factsOfTask(ctx, task, { ...start, resume: null })),
    conflictFiles,
    others: await otherSide(ctx, conflictFiles),
  })
}

async function otherSide(ctx: RunView, conflictFiles: readonly string[]): Promise<TaskIntent[]> {
  const merged = ctx.state.tasks.filter((task) => task.commit !== null)
  const touched = await Promise.all(merged.map(async (task) => touches(ctx, task, conflictFiles)))
  return merged
    .filter((_, index) => touched[index])
    .map(({ key, description, action }) => ({ key, description, action }))
}

async function touches(ctx: RunView, { commit }: RunTaskRecord, files: readonly string[]): Promise<boolean> {
  const before = commit && (await ctx.repository.firstParent(commit))
  if (!commit || !before) return false
  const changes = await ctx.repository.diffStat(before, commit)
  return changes.some(({ path }) => files.includes(path))
}
