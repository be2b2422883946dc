import { BUDGETS } from '../budget/budgets.ts'
import { fitText } from '../budget/fit-text.ts'
import type { PromptFacts } from '../prompt-facts.ts'
import type { Section } from './section.ts'

const NOTHING = 'There are no notes for this task.'

export const domainExpertise = ({ expertise }: PromptFacts): Section => ({
  heading: 'Domain Expertise',
  body: expertise === null ? NOTHING : fitText(expertise, BUDGETS.expertise, 'start'),
})
