/**
 * Settings that override the config of the user, the repository and the worktree. The first group prevents git from running code and from
 * using the network. The second group prevents git from stopping or delaying work. The third group gives git's output the format that
 * Coppice parses. Filters, attributes and ignore rules of the user still apply.
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
  'trailer.separators=:',
]
