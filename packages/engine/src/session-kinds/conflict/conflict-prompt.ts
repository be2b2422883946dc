import type { SectionName } from '../../domain/prompt-template.ts'
import type { ConflictPromptFacts } from '../prompt/prompt-facts.ts'
import { renderPrompt, type SectionOf } from '../prompt/render-prompt.ts'
import { domainExpertise } from '../prompt/sections/domain-expertise.ts'
import { sameLines } from '../prompt/sections/same-lines.ts'
import { epic, taskId } from '../prompt/sections/task-identity.ts'
import { verification } from '../prompt/sections/verification.ts'
import { whatWentWrong } from '../prompt/sections/what-went-wrong.ts'
import { whenResolved } from '../prompt/sections/when-complete.ts'
import { bothIntents, conflictAction, conflictGuidelines, conflictingFiles } from './conflict-sections.ts'

const SECTIONS: Readonly<Record<SectionName<'conflict'>, SectionOf<ConflictPromptFacts>>> = {
  'task-id': taskId,
  epic,
  action: conflictAction,
  intents: bothIntents,
  'conflicting-files': conflictingFiles,
  expertise: domainExpertise,
  failure: whatWentWrong,
  clashes: sameLines,
  guidelines: conflictGuidelines,
  verification,
  completion: whenResolved,
}

/** Returns the prompt that asks an agent to resolve the conflict of its task's merge (D4). */
export const conflictPrompt = (facts: ConflictPromptFacts): string =>
  renderPrompt(facts, 'Resolve the merge conflict of', SECTIONS, facts.templates.conflict)
