/** Which working tree an attempt gets. Commits are full object ids, refs full ref names. */
export interface AttemptTree {
  startCommit: string
  /** Is made or reset to the start commit. */
  branch: string
  /** The ref for what an earlier attempt left unmerged on the branch (D5); null when nothing can be there. */
  keepEarlierTip: string | null
  /** The merge that is to be in progress when the agent starts (D4). */
  merge: { with: string; conflictFiles: readonly string[] } | null
}
