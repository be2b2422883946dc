import type { PromptFacts } from '../prompt-facts.ts'
import { fenced, oneLine, type Section } from './section.ts'

/** S5: the next attempt knows why the one before did not succeed. */
export function whatWentWrong({ lastFailure }: PromptFacts): Section | null {
  if (lastFailure === null) return null
  const reason = `An earlier attempt at this task did not succeed: ${oneLine(lastFailure.reason)}.`
  const output =
    lastFailure.output.trim() === '' ? '' : `\n\nThe end of what was printed:\n\n${fenced(lastFailure.output)}`
  return {
    heading: 'What Went Wrong Before',
    body: `${reason} Do not repeat it; find the cause first.${output}`,
  }
}
