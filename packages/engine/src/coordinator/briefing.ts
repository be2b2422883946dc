import type { RunTaskRecord } from '../domain/records.ts'
import { conflictPrompt as renderConflict, workPrompt as renderWork } from '../sessions/prompt.ts'
import type { PromptFacts } from '../sessions/prompt-facts.ts'
import { hasUserInterface } from '../sessions/user-interface.ts'
import type { RunContext } from './run-context.ts'

/** What an agent is told about a task of this run. */

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
  return {
    task: { key, description, action, epicKey, epicName, files },
    expertise: null,
    lastFailure: task.lastFailure,
    verify: settings.verify,
    hasUserInterface: hasUserInterface({ paths: ctx.state.plannedFiles, commands: settings.verify }),
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
