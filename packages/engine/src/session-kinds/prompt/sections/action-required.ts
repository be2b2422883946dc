import type { PromptFacts } from '../prompt-facts.ts'
import { bulleted, oneLine, type Section } from './section.ts'

export function actionRequired({ task }: PromptFacts): Section {
  const action = task.action?.trim() || `Implement what the description says: ${oneLine(task.description)}`
  const files = task.files.length > 0 ? `\n\nThe task is expected to change these files:\n${bulleted(task.files)}` : ''
  return { heading: 'Action Required', body: action + files }
}
