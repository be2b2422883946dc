import type { PromptFacts } from '../prompt-facts.ts'
import { agentInstructions } from './agent-instructions.ts'
import { numbered, type Section } from './section.ts'

export const guidelines = (facts: PromptFacts): Section => ({
  heading: 'Guidelines',
  body: numbered([
    '**Working directory**: You are in your own git worktree, on your own branch. Your changes do not affect other tasks that run at the same time. Stay inside this worktree.',
    ...agentInstructions(facts),
    '**Commits**: Commit often. Each commit is one logical change with a message that says why. Do not switch branches, merge, rebase or push: your work is merged for you.',
    `**Testing**: Run the relevant tests before you finish.${facts.hasUserInterface ? ' If you change the user interface, look at it in a browser too.' : ''}`,
    '**Documentation**: Update the documentation that your change makes wrong.',
    '**Dependencies**: This worktree already contains the work of all tasks that this task depends on. If something that you need is still missing, write that down and do the part that does not need it.',
  ]),
})
