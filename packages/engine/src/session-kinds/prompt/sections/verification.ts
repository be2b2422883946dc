import type { PromptFacts } from '../prompt-facts.ts'
import { numbered, type Section } from './section.ts'

export const verification = ({ verify }: PromptFacts): Section => ({
  heading: 'Verification',
  body: `After the implementation:\n${numbered([
    tests(verify),
    'See the feature work, not only its tests.',
    'Make sure that there are no new errors or warnings.',
    'Write down the edge cases that you found.',
  ])}`,
})

function tests(verify: readonly string[]): string {
  if (verify.length === 0) return 'Make sure that all tests pass.'
  const commands = verify.map((command) => `\`${command}\``).join(', ')
  return `Make sure that ${commands} ${verify.length === 1 ? 'passes' : 'pass'}: your work is merged only if so.`
}
