import { numbered, type Section } from './section.ts'

const REPORT = `Report the result with the task-manager tools. If you do not have these tools, report it in your last message:\n${numbered(
  [
    'The status of the task: done, or what is missing.',
    'The issues that you met.',
    'The follow-up tasks that are needed.',
  ],
)}`

export const whenComplete = (): Section => ({
  heading: 'When Complete',
  body: `${REPORT}\n\nIf the task needs no change, print this on a line of its own: \`COPPICE: no change needed\`.`,
})

export const whenResolved = (): Section => ({ heading: 'When Complete', body: REPORT })
