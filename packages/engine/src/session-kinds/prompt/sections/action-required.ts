import { BUDGETS } from '../budget/budgets.ts'
import { fitItems } from '../budget/fit-items.ts'
import { fitText } from '../budget/fit-text.ts'
import type { PromptFacts } from '../prompt-facts.ts'
import { bulleted, oneLine, type Section } from './section.ts'

export function actionRequired({ task }: PromptFacts): Section {
  const action = task.action?.trim() || `Implement what the description says: ${oneLine(task.description)}`
  const expected = bulleted(fitItems(task.files, BUDGETS.files, 'files'))
  const files = task.files.length > 0 ? `\n\nThe task is expected to change these files:\n${expected}` : ''
  return { heading: 'Action Required', body: fitText(action, BUDGETS.action, 'start') + files }
}
