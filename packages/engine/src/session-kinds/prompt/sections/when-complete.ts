import type { TaskToolNames } from '../../../domain/task-calls.ts'
import type { PromptFacts } from '../prompt-facts.ts'
import { numbered, type Section } from './section.ts'

const WITHOUT_TOOLS = `Report the result in your last message:\n${numbered([
  'The status of the task: done, or what is missing.',
  'The issues that you met.',
  'The follow-up tasks that are needed.',
])}`

const NO_CHANGE = 'If the task needs no change, print this on a line of its own: `COPPICE: no change needed`.'

const withTools = (tools: TaskToolNames): string =>
  `Report the result with the task-manager tools:\n${numbered([
    `\`${tools.log_issue}\`: each issue that you met and that people should know.`,
    `\`${tools.add_follow_up}\`: each follow-up task that is needed. A person decides about it.`,
    `\`${tools.update_task_status}\`: whether the task is done, or what is missing.`,
  ])}\n\n\`${tools.get_task}\`, \`${tools.list_dependencies}\` and \`${tools.get_expertise}\` show the task again, what it depends on, and the notes about its domain.`

const report = ({ taskTools }: PromptFacts): string => (taskTools === null ? WITHOUT_TOOLS : withTools(taskTools))

export const whenComplete = (facts: PromptFacts): Section => ({
  heading: 'When Complete',
  body: `${report(facts)}\n\n${NO_CHANGE}`,
})

const NOTHING_LEFT =
  'If nothing of the work of this task is needed any more, say why, and print this on a line of its own: `COPPICE: no change needed`.'

export const whenResolved = (facts: PromptFacts): Section => ({
  heading: 'When Complete',
  body: `${report(facts)}\n\n${NOTHING_LEFT}`,
})
