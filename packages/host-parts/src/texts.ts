/** What the model is told when a later session continues its conversation. */
export const CONTINUE =
  'You were interrupted in this conversation. The worktree contains your changes up to then, and all of them are committed. The process of every command that you had started has ended, and so has your shell. Look at `git log`, then continue with the task.'

/** A line by which the model says that its task needs no change. */
export const NO_CHANGE = /^\W*COPPICE: no change needed\b/m

export const fromPerson = (text: string): string => `A person who follows your work writes:\n\n${text}`
