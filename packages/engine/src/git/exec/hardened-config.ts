/**
 * Overrides of whatever the user's, the repository's or a worktree's config says. The first group runs code or reaches out, the
 * second lets work stop or wait, the third changes what we read. Filters, attributes and ignore rules stay the user's own.
 */
export const HARDENED_CONFIG: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'diff.ignoreSubmodules=all',
  'log.showSignature=false',

  'gc.auto=0',
  'maintenance.auto=false',
  'core.safecrlf=false',
  'core.filesRefLockTimeout=5000',
  'core.packedRefsTimeout=5000',
  'merge.autoStash=false',
  'rerere.enabled=false',

  'color.ui=never',
  'diff.autoRefreshIndex=true',
  'worktree.useRelativePaths=false',
  'core.commentChar=#',
  'core.trustctime=true',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
  'merge.conflictStyle=merge',
  'trailer.separators=:',
]
