import { BUDGETS } from '../budget/budgets.ts'
import { fitText } from '../budget/fit-text.ts'
import type { PromptFacts } from '../prompt-facts.ts'
import { fenced, oneLine, type Section } from './section.ts'

/** Returns the section about the last failure of the task (S5). @returns null when there was no failure */
export function whatWentWrong({ lastFailure }: PromptFacts): Section | null {
  if (lastFailure === null) return null
  const reason = `An earlier attempt at this task did not succeed: ${fitText(oneLine(lastFailure.reason), BUDGETS.failureReason, 'start')}.`
  const output =
    lastFailure.output.trim() === ''
      ? ''
      : `\n\nThe end of its output:\n\n${fenced(fitText(lastFailure.output, BUDGETS.failureOutput, 'end'))}`
  return {
    heading: 'What Went Wrong Before',
    body: `${reason} Find the cause first, so that you do not repeat the failure.${output}`,
  }
}
