/** An error: git is missing or too old. Its message says what to do. */
export class GitUnusable extends Error {}

export const GIT_MISSING =
  'Coppice needs git 2.38 or newer and found no git on the PATH. Install it (https://git-scm.com/downloads), then start Coppice again.'
