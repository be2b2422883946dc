import { numbered, type Section } from './section.ts'

const REPORT = `Use the task-manager tools where you have them, otherwise your last message, to:\n${numbered([
  'Update the task status: done, or what is missing.',
  'Log the issues that you met.',
  'Note the follow-up tasks that are needed.',
])}`

export const whenComplete = (): Section => ({
  heading: 'When Complete',
  body: `${REPORT}\n\nIf the task needs no change, say so in a line of its own: \`COPPICE: no change needed\`.`,
})

export const whenResolved = (): Section => ({ heading: 'When Complete', body: REPORT })
