import { BUDGETS } from '../prompt/budget/budgets.ts'
import { fitText } from '../prompt/budget/fit-text.ts'
import type { Continued, WorkPromptFacts } from '../prompt/prompt-facts.ts'
import { renderPrompt } from '../prompt/render-prompt.ts'
import { whatIsMerged } from '../prompt/sections/interruption.ts'
import { sameLines } from '../prompt/sections/same-lines.ts'
import { fenced, oneLine, type Section } from '../prompt/sections/section.ts'
import { verification } from '../prompt/sections/verification.ts'
import { whenComplete } from '../prompt/sections/when-complete.ts'

export type RefusalFacts = WorkPromptFacts & { continues: Continued & { is: 'refused' } }

function whyRefused({ lastFailure }: RefusalFacts): Section {
  const { reason, output } = lastFailure ?? { reason: 'the reason is unknown', output: '' }
  const printed =
    output.trim() === '' ? '' : `\n\nThe end of its output:\n\n${fenced(fitText(output, BUDGETS.failureOutput, 'end'))}`
  return {
    heading: 'Why It Was Refused',
    body: `Your work was merged with the work of other tasks, and the result was checked. It was not accepted: ${fitText(oneLine(reason), BUDGETS.failureReason, 'start')}.${printed}`,
  }
}

const whatIsThere = ({ continues }: RefusalFacts): Section => ({
  heading: 'What to Do',
  body: `You are in a worktree with your work. It may have another path than before. ${whatIsMerged(continues)} The process of every command that you had started has ended, and so has your shell. Find the cause of the refusal, then correct your work and commit it. Do not begin again.`,
})

const SECTIONS = {
  refusal: whyRefused,
  worktree: whatIsThere,
  clashes: sameLines,
  verification,
  completion: whenComplete,
}

/**
 * Returns what an agent is told in the conversation in which it did its work, when verify has refused this work (S5). The agent knows its task.
 * A template of the project does not replace this text.
 */
export const refusalPrompt = (facts: RefusalFacts): string =>
  renderPrompt<RefusalFacts>(facts, 'Your work was refused', SECTIONS, undefined)
