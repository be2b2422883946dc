import type { PromptFacts } from '../prompt-facts.ts'
import { numbered, type Section } from './section.ts'

export const guidelines = ({ hasUserInterface }: PromptFacts): Section => ({
  heading: 'Guidelines',
  body: numbered([
    '**Working directory**: You are in a git worktree of your own, on a branch of your own. What you change here does not affect other tasks that run at the same time. Stay inside it.',
    '**Commits**: Commit often, one logical change each, with a message that says why. Do not switch branches, merge, rebase or push: your work is merged for you.',
    `**Testing**: Run the relevant tests before you finish.${hasUserInterface ? ' Where you change the user interface, look at it in a browser too.' : ''}`,
    '**Documentation**: Keep it true: update what your change makes wrong.',
    '**Dependencies**: The tasks that this one depends on are already part of this worktree. If something you need is missing nevertheless, note it and do what can be done without it.',
  ]),
})
