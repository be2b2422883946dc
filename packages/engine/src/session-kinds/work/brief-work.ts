import type { RunTaskRecord } from '../../domain/records.ts'
import { factsOfTask } from '../prompt/facts-of-task.ts'
import type { RunView } from '../run-view.ts'
import type { Briefing, SessionStart } from '../session-kind.ts'
import { deliveredTasks } from './delivered-tasks.ts'
import { refusalPrompt } from './refusal-prompt.ts'
import { workPrompt } from './work-prompt.ts'

/**
 * Returns what the agent of an attempt is told. An agent whose work verify refused is told only what happened, in the conversation in which
 * it did the work.
 */
export async function briefWork(
  ctx: RunView,
  task: RunTaskRecord,
  start: SessionStart,
  expertise: string | null,
): Promise<Briefing> {
  const known = { ...(await factsOfTask(ctx, task, start, expertise)), delivered: await deliveredTasks(ctx, task) }
  const { continues, ...facts } = known
  if (continues?.is !== 'refused') return { prompt: workPrompt(known), otherwise: null }
  return { prompt: refusalPrompt({ ...facts, continues }), otherwise: workPrompt(known) }
}
