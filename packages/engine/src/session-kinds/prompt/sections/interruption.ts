import type { Continued, PromptFacts } from '../prompt-facts.ts'
import type { Section } from './section.ts'

/** Returns the section for an agent whose worktree has the work of an earlier session (R1, S5). @returns null when it has none */
export const interruption = ({ continues }: PromptFacts): Section | null => {
  if (continues === null) return null
  return continues.is === 'cut-off'
    ? { heading: 'Interruption', body: CUT_OFF }
    : {
        heading: 'Earlier Work',
        body: `This worktree contains the work of an earlier attempt, which verify refused. ${whatIsMerged(continues)} Correct this work. Do not begin again.`,
      }
}

const CUT_OFF =
  'You were interrupted in this conversation. This worktree contains your changes up to then, and all of them are committed. The process of every command that you had started has ended. Look at `git log`, then continue with the task.'

/** Says what verify saw besides the work. */
export const whatIsMerged = ({ isMerging }: Continued & { is: 'refused' }): string =>
  isMerging
    ? 'The work of other tasks, which was merged meanwhile, is merged into it without a conflict. Your next commit completes this merge. Do not abort it.'
    : 'It contains all work of other tasks that was merged meanwhile.'
