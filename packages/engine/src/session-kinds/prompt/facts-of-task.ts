import type { RunTaskRecord } from '../../domain/records.ts'
import type { RunView } from '../run-view.ts'
import type { SessionStart } from '../session-kind.ts'
import { INSTRUCTION_FILES } from './instruction-files.ts'
import type { Continued, PromptFacts } from './prompt-facts.ts'
import { hasUserInterface } from './user-interface.ts'

/** Returns the facts about a task of this run that the prompts of all kinds of sessions use. */
export async function factsOfTask(
  ctx: RunView,
  task: RunTaskRecord,
  start: SessionStart,
  expertise: string | null,
): Promise<PromptFacts> {
  const { settings } = ctx.state.run
  const { key, description, action, epicKey, epicName } = task
  const { files } = task.settings
  return {
    task: { key, description, action, epicKey, epicName, files },
    expertise,
    continues: continuedBy(start),
    lastFailure: task.lastFailure,
    clashes: task.clashes,
    verify: settings.verify,
    hasUserInterface: hasUserInterface({ paths: ctx.state.plannedFiles, commands: settings.verify }),
    instructionFiles: await ctx.repository.existingPaths(start.startCommit, INSTRUCTION_FILES),
    taskTools: ctx.deps.agents.get(task.settings.agent.kind)?.taskTools ?? null,
    hiddenPaths: [ctx.repository.path],
    templates: settings.prompt,
  }
}

function continuedBy({ resume, refused }: SessionStart): Continued | null {
  if (resume === null) return null
  return refused ? { is: 'refused', isMerging: refused.isMerging } : { is: 'cut-off' }
}
