import { BUDGETS } from '../prompt/budget/budgets.ts'
import { fitItems } from '../prompt/budget/fit-items.ts'
import { fitText } from '../prompt/budget/fit-text.ts'
import type { ConflictPromptFacts, TaskIntent } from '../prompt/prompt-facts.ts'
import { agentInstructions } from '../prompt/sections/agent-instructions.ts'
import { bulleted, numbered, oneLine, type Section } from '../prompt/sections/section.ts'

export const conflictAction = ({ task }: ConflictPromptFacts): Section => ({
  heading: 'Action Required',
  body: `The work of this task is finished, but it conflicts with work that was merged meanwhile. The merge is in progress in this worktree. Resolve every conflict so that the result does what both sides intend. Do not start \`${task.key}\` again from the beginning.`,
})

export const bothIntents = ({ task, others }: ConflictPromptFacts): Section => ({
  heading: 'What Both Sides Intend',
  body: `This task:\n\n${intent(task)}\n\n${
    others.length === 0
      ? 'The other side is work that was merged earlier. `git log --merge` shows its commits.'
      : `The other side:\n\n${fitItems(others.map(intent), BUDGETS.intents, 'tasks').join('\n\n')}`
  }`,
})

function intent({ key, description, action }: TaskIntent): string {
  const text = [`**${key}**: ${oneLine(description)}`, ...(action?.trim() ? [action.trim()] : [])].join('\n\n')
  return fitText(text, BUDGETS.intent, 'start')
}

export const conflictingFiles = ({ conflictFiles }: ConflictPromptFacts): Section => ({
  heading: 'Conflicting Files',
  body: bulleted(fitItems(conflictFiles, BUDGETS.conflictFiles, 'files')),
})

export const conflictGuidelines = (facts: ConflictPromptFacts): Section => ({
  heading: 'Guidelines',
  body: numbered([
    '**Working directory**: You are in your own git worktree. Stay inside this worktree.',
    ...agentInstructions(facts),
    '**Resolution**: Leave no unmerged entry and no conflict marker. A listed file without markers contains only the version of this task. This is so for binary files, for example, because git cannot merge them. `git show MERGE_HEAD:FILE` prints the version of the other side. Make only the changes that the conflict requires.',
    '**Commits**: Run `git add` for each file that you resolved. You may commit the merge, but you do not have to. Do not abort the merge, switch branches, rebase or push.',
    '**Testing**: Run the tests of both sides.',
  ]),
})
