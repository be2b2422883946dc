import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Returns everything of a user's repository and checkout that Coppice must not change (I2), as a text: HEAD, refs, stash, index, files, config,
 * excludes and hooks. Refs of Coppice are left out.
 */
export function userState(path: string, env: Record<string, string>): string {
  const script = `
cat .git/HEAD; cat .git/config; cat .git/info/exclude; ls .git/hooks
git --git-dir=.git -c core.bare=false for-each-ref --format='%(refname) %(objectname)' | grep -v coppice
cat .git/logs/refs/stash 2>/dev/null | cut -d' ' -f2
git --git-dir=.git --work-tree=. -c core.bare=false ls-files --stage -v 2>&1
ls .git | grep -E '(HEAD|MSG|MODE|rebase|BISECT|sequencer)'
find . -path ./.git -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha1sum
find . -path ./.git -prune -o ! -type f -print | LC_ALL=C sort`
  return execFileSync('sh', ['-c', script], { cwd: join(path), env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}
