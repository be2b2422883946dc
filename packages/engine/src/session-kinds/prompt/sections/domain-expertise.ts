import type { PromptFacts } from '../prompt-facts.ts'
import type { Section } from './section.ts'

export const domainExpertise = ({ expertise }: PromptFacts): Section => ({
  heading: 'Domain Expertise',
  body: expertise ?? 'Nothing is recorded for this project yet.',
})
