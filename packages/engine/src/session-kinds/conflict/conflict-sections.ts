import type { ConflictPromptFacts, TaskIntent } from '../prompt/prompt-facts.ts'
import { bulleted, numbered, oneLine, type Section } from '../prompt/sections/section.ts'

export const conflictAction = ({ task }: ConflictPromptFacts): Section => ({
  heading: 'Action Required',
  body: `The work of this task is finished, but it conflicts with work that was merged meanwhile. The merge is in progress in this worktree. Resolve every conflict so that both sides' intents hold; do not start \`${task.key}\` anew.`,
})

export const bothIntents = ({ task, others }: ConflictPromptFacts): Section => ({
  heading: 'What Both Sides Intend',
  body: `This task:\n\n${intent(task)}\n\n${
    others.length === 0
      ? 'The other side: work merged earlier; `git log --merge` shows its commits.'
      : `The other side:\n\n${others.map(intent).join('\n\n')}`
  }`,
})

const intent = ({ key, description, action }: TaskIntent): string =>
  [`**${key}**: ${oneLine(description)}`, ...(action?.trim() ? [action.trim()] : [])].join('\n\n')

export const conflictingFiles = ({ conflictFiles }: ConflictPromptFacts): Section => ({
  heading: 'Conflicting Files',
  body: bulleted(conflictFiles),
})

export const conflictGuidelines = (): Section => ({
  heading: 'Guidelines',
  body: numbered([
    '**Working directory**: You are in a git worktree of your own. Stay inside it.',
    '**Resolution**: Leave no unmerged entry and no conflict marker. A listed file without markers has only this task’s side (git cannot merge binary files, for example): `git show MERGE_HEAD:FILE` prints the other side. Change nothing that the conflict does not ask for.',
    '**Commits**: `git add` what you resolved; committing the merge is optional. Do not abort the merge, switch branches, rebase or push.',
    '**Testing**: Run the tests of both sides.',
  ]),
})
