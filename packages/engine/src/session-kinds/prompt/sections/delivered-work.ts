import { BUDGETS } from '../budget/budgets.ts'
import { estimateTokens } from '../budget/estimate-tokens.ts'
import { fitItems } from '../budget/fit-items.ts'
import { fitText } from '../budget/fit-text.ts'
import type { DeliveredTask, WorkPromptFacts } from '../prompt-facts.ts'
import { oneLine, type Section } from './section.ts'

/** Returns the section about the work of the dependencies. @returns null when the task depends on no task of this run */
export function deliveredWork({ delivered }: WorkPromptFacts): Section | null {
  if (delivered.length === 0) return null
  return {
    heading: 'What the Dependencies Delivered',
    body: `This worktree contains the merged work of these tasks:\n\n${fitting(delivered)}`,
  }
}

/** The commits add little to what the files show, so they are left out first, and then the files. */
function fitting(delivered: readonly DeliveredTask[]): string {
  const full = delivered.map((task) => [headline(task), ...files(task), ...commits(task)].join('\n')).join('\n')
  if (estimateTokens(full) <= BUDGETS.dependencies) return full
  const withFiles = delivered.map((task) => [headline(task), ...files(task)].join('\n')).join('\n')
  if (estimateTokens(withFiles) <= BUDGETS.dependencies)
    return `${withFiles}\n(their commits are left out to keep the prompt short)`
  const headlines = fitItems(delivered.map(headline), BUDGETS.dependencies, 'tasks').join('\n')
  return `${headlines}\n(their files and commits are left out to keep the prompt short)`
}

const headline = ({ key, description }: DeliveredTask): string =>
  `- ${key}: ${fitText(oneLine(description), BUDGETS.title, 'start')}`

const files = ({ files: paths }: DeliveredTask): string[] => [
  paths.length === 0 ? '  - It needed no change.' : `  - Files: ${fitItems(paths, BUDGETS.files, 'files').join(', ')}`,
]

const commits = ({ commits: subjects }: DeliveredTask): string[] =>
  subjects.length === 0 ? [] : [`  - Commits: ${subjects.map((subject) => `"${oneLine(subject)}"`).join(', ')}`]
