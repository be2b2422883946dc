import { BUDGETS } from '../budget/budgets.ts'
import { fitItems } from '../budget/fit-items.ts'
import type { PromptFacts } from '../prompt-facts.ts'
import { bulleted, type Section } from './section.ts'

/** Returns the section about tasks that change the same lines as this task. @returns null when no such task is known */
export function sameLines({ clashes }: PromptFacts): Section | null {
  if (clashes.length === 0) return null
  const tasks = clashes.map(({ key, files }) => `${key}: ${files.join(', ')}`)
  return {
    heading: 'Other Tasks Change the Same Lines',
    body: `The work of these tasks conflicted with an attempt at this task. Keep your changes in these files small, and do not move or reformat lines that the task does not need.\n\n${bulleted(fitItems(tasks, BUDGETS.clashes, 'tasks'))}`,
  }
}
