import type { PromptFacts } from '../prompt-facts.ts'
import { oneLine, type Section } from './section.ts'

export const taskId = ({ task }: PromptFacts): Section => ({ heading: 'Task ID', body: task.key })

/** Shows the epic's key before its name, because a name such as `# Setup` at the start of the line would be a Markdown heading. */
export const epic = ({ task }: PromptFacts): Section => ({
  heading: 'Epic',
  body: task.epicName === task.epicKey ? task.epicKey : `${task.epicKey}: ${oneLine(task.epicName)}`,
})
