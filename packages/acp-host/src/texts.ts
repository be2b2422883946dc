/** What the agent is told when it stopped at the limit of one reply. */
export const CUT_REPLY =
  'Your last reply was cut off, because it was longer than one reply may be. Continue in smaller steps.'

/**
 * What is added to the prompt when an earlier session was cut off and its conversation cannot be continued.
 *
 * @param work the commits of the earlier session, one per line
 * @param lastWords the last message of the earlier session; empty when it is unknown
 */
export const afterLostConversation = (work: string, lastWords: string): string => `

# What happened before

An earlier session of this task was cut off, and its conversation is lost. The worktree contains its work up to then, and all of it is committed.
${work === '' ? 'It has made no commit.' : `Its commits, the newest first:\n\n${work}`}
${lastWords === '' ? '' : `\nThe last that it said:\n\n${lastWords}\n`}
Look at the worktree first, then continue with the task.`
