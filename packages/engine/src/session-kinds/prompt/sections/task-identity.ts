import type { PromptFacts } from '../prompt-facts.ts'
import { oneLine, type Section } from './section.ts'

export const taskId = ({ task }: PromptFacts): Section => ({ heading: 'Task ID', body: task.key })

/** The key comes first, because a name may begin like a heading. */
export const epic = ({ task }: PromptFacts): Section => ({
  heading: 'Epic',
  body: task.epicName === task.epicKey ? task.epicKey : `${task.epicKey}: ${oneLine(task.epicName)}`,
})
