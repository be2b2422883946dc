export interface CheckoutState {
  /** The ref of the branch that is checked out, or the commit of a detached HEAD. */
  head: string
  headCommit: string
  /** A hash of the index, the config and the hooks. */
  meta: string
  /** The settings of the repository's own config, in the order in which git reads them. */
  settings: readonly ConfigSetting[]
  /**
   * A sentence, without its full stop. It names a setting that hides the checkout from the user's git, and says what to do. It is null when
   * there is no such setting.
   */
  hidden: string | null
  /** The output of `git status --porcelain=v2 -z`, untracked files included. */
  status: string
}

export interface CheckoutPatch {
  bytes: Uint8Array
  /** The paths whose changes are not in the patch, because it would be too large. */
  omitted: readonly string[]
}

export interface ConfigSetting {
  key: string
  value: string
}
