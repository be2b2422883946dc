/** What the agent is told when it stopped at the limit of one reply. */
export const CUT_REPLY =
  'Your last reply was cut off, because it was longer than one reply may be. Continue in smaller steps.'
