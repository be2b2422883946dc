import type { PromptFacts } from '../prompt-facts.ts'
import type { Section } from './section.ts'

/** Returns the section for an agent that continues its conversation (R1). @returns null when a new conversation begins */
export const interruption = ({ isContinued }: PromptFacts): Section | null =>
  isContinued
    ? {
        heading: 'Interruption',
        body: 'You were interrupted in this conversation. This worktree contains your changes up to then, and all of them are committed. The process of every command that you had started has ended. Look at `git log`, then continue with the task.',
      }
    : null
