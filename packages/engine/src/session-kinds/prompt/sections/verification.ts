import { BUDGETS } from '../budget/budgets.ts'
import { fitItems } from '../budget/fit-items.ts'
import type { PromptFacts } from '../prompt-facts.ts'
import { numbered, type Section } from './section.ts'

export const verification = ({ verify }: PromptFacts): Section => ({
  heading: 'Verification',
  body: `After the implementation:\n${numbered([
    tests(verify),
    'Use the feature itself and see that it works. Do not rely on its tests alone.',
    'Make sure that there are no new errors or warnings.',
    'Write down the edge cases that you found.',
  ])}`,
})

function tests(verify: readonly string[]): string {
  if (verify.length === 0) return 'Make sure that all tests pass.'
  const commands = fitItems(
    verify.map((command) => `\`${command}\``),
    BUDGETS.verify,
    'commands',
  ).join(', ')
  return `Make sure that ${commands} ${verify.length === 1 ? 'passes' : 'pass'}. Your work is merged only then.`
}
