import type { RunTaskRecord } from '../../domain/records.ts'
import { otherSide } from '../../merge/other-side.ts'
import { factsOfTask } from '../prompt/facts-of-task.ts'
import type { RunView } from '../run-view.ts'
import type { Briefing, SessionStart } from '../session-kind.ts'
import { conflictPrompt } from './conflict-prompt.ts'

/**
 * Returns the prompt of a conflict session, which has the intents of both sides (D4). The other side is every task of this run that was
 * merged meanwhile and changed a conflicting file.
 */
export async function briefConflict(
  ctx: RunView,
  task: RunTaskRecord,
  start: SessionStart,
  expertise: string | null,
): Promise<Briefing> {
  const { conflictFiles, workCommit } = task
  const changes = await otherSide(ctx.repository, ctx.state.tasks, workCommit, conflictFiles)
  const others = new Map(changes.map((change) => [change.task.key, change.task]))
  const prompt = conflictPrompt({
    ...(await factsOfTask(ctx, task, { ...start, resume: null }, expertise)),
    conflictFiles,
    others: [...others.values()].map(({ key, description, action }) => ({ key, description, action })),
  })
  return { prompt, otherwise: null }
}
