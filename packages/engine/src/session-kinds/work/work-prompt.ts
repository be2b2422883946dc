import type { PromptFacts } from '../prompt/prompt-facts.ts'
import { renderPrompt, type SectionOf } from '../prompt/render-prompt.ts'
import { actionRequired } from '../prompt/sections/action-required.ts'
import { domainExpertise } from '../prompt/sections/domain-expertise.ts'
import { guidelines } from '../prompt/sections/guidelines.ts'
import { interruption } from '../prompt/sections/interruption.ts'
import { sameLines } from '../prompt/sections/same-lines.ts'
import { epic, taskId } from '../prompt/sections/task-identity.ts'
import { verification } from '../prompt/sections/verification.ts'
import { whatWentWrong } from '../prompt/sections/what-went-wrong.ts'
import { whenComplete } from '../prompt/sections/when-complete.ts'

const SECTIONS: readonly SectionOf<PromptFacts>[] = [
  taskId,
  epic,
  actionRequired,
  domainExpertise,
  whatWentWrong,
  interruption,
  sameLines,
  guidelines,
  verification,
  whenComplete,
]

export const workPrompt = (facts: PromptFacts): string => renderPrompt(facts, 'Task', SECTIONS)
