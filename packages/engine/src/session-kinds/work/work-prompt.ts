import type { SectionName } from '../../domain/prompt-template.ts'
import type { WorkPromptFacts } from '../prompt/prompt-facts.ts'
import { renderPrompt, type SectionOf } from '../prompt/render-prompt.ts'
import { actionRequired } from '../prompt/sections/action-required.ts'
import { deliveredWork } from '../prompt/sections/delivered-work.ts'
import { domainExpertise } from '../prompt/sections/domain-expertise.ts'
import { guidelines } from '../prompt/sections/guidelines.ts'
import { interruption } from '../prompt/sections/interruption.ts'
import { sameLines } from '../prompt/sections/same-lines.ts'
import { epic, taskId } from '../prompt/sections/task-identity.ts'
import { verification } from '../prompt/sections/verification.ts'
import { whatWentWrong } from '../prompt/sections/what-went-wrong.ts'
import { whenComplete } from '../prompt/sections/when-complete.ts'

const SECTIONS: Readonly<Record<SectionName<'work'>, SectionOf<WorkPromptFacts>>> = {
  'task-id': taskId,
  epic,
  action: actionRequired,
  dependencies: deliveredWork,
  expertise: domainExpertise,
  failure: whatWentWrong,
  interruption,
  clashes: sameLines,
  guidelines,
  verification,
  completion: whenComplete,
}

export const workPrompt = (facts: WorkPromptFacts): string =>
  renderPrompt(facts, 'Task', SECTIONS, facts.templates.work)
