import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { SessionKind } from '@coppice/engine/domain/statuses'

const run = promisify(execFile)
const MAX_BYTES = 16 * 1024 * 1024
const MAX_NAMED = 10

/** What the host finds in its worktree when the model says that it is done (S3). `text` is for people, and `missing` for the model. */
export type Finding = { holds: true; text: string } | { holds: false; text: string; missing: string }

export interface WorktreeCheck {
  find(): Promise<Finding>
}

/**
 * Compares the worktree with the commit on which the work is based. The check can only save an attempt: the result of the session is
 * what the engine finds after its end.
 *
 * @param baseCommit the commit on which the work is based. It is null when the work is what comes after the commit at which the worktree is
 *   now, because verify has refused the work up to then. A merge in progress, or its commit alone, is no work
 * @param env the environment in which git runs
 */
export async function openWorktreeCheck(
  worktree: string,
  baseCommit: string | null,
  kind: SessionKind,
  env: NodeJS.ProcessEnv,
): Promise<WorktreeCheck> {
  const git = async (...args: string[]): Promise<string> => {
    const options = {
      cwd: worktree,
      maxBuffer: MAX_BYTES,
      env: { ...env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    }
    return (await run('git', ['-c', 'core.fsmonitor=false', ...args], options)).stdout
  }
  const status = () => git('status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=none')
  // What `setup` changed is not work, so it is compared with the status now.
  const before = await status().catch(() => null)
  const head = async () => (await git('rev-parse', 'HEAD')).trim()
  /**
   * Returns the index, and the names of what differs from it. A commit of the index changes neither.
   * @returns null when git cannot tell
   */
  const content = () =>
    Promise.all([
      git('write-tree'),
      git('diff', '--name-status', '-z', '--ignore-submodules=none'),
      git('ls-files', '--others', '--exclude-standard', '-z'),
    ]).then(String, () => null)
  const refused = baseCommit === null ? await content() : null
  const theirs = kind === 'CONFLICT' ? await git('rev-parse', 'MERGE_HEAD').catch(() => null) : null
  /** @returns whether the worktree has exactly the files of the other side of the conflict; false when git cannot tell */
  const isTheirs = async () => {
    if (theirs === null) return false
    const changed = await git('diff', '--name-only', theirs.trim()).catch(() => 'unknown')
    const added = await git('ls-files', '--others', '--exclude-standard').catch(() => 'unknown')
    return changed === '' && added === ''
  }
  return {
    async find() {
      if (kind === 'CONFLICT') {
        const found = ofConflict(await git('diff', '--name-only', '--diff-filter=U', '-z'))
        return found.holds && (await isTheirs()) ? DROPPED : found
      }
      if (baseCommit !== null && (await head()) !== baseCommit) return WORK
      const now = baseCommit === null ? await content() : await status().catch(() => null)
      // Git may fail, for example because it prints too many untracked files. Then the end of the attempt finds what is there.
      if (now === null) return UNKNOWN
      return now !== (baseCommit === null ? refused : before) ? WORK : NO_WORK
    },
  }
}

const WORK: Finding = { holds: true, text: 'The agent says that it is done, and its worktree has work.' }

const UNKNOWN: Finding = { holds: true, text: 'The agent says that it is done. Its worktree could not be compared.' }

const NO_WORK: Finding = {
  holds: false,
  text: 'The agent says that it is done, but its worktree has no commit and no change.',
  missing:
    'You ended your turn, but the worktree has no commit and no change. A task is done only when its work is in this worktree. Do the work now and commit it. If the task needs no change, say why, and write this on a line of its own: `COPPICE: no change needed`.',
}

const DROPPED: Finding = {
  holds: false,
  text: 'The agent says that it is done, but its resolution has nothing of the work of the task.',
  missing:
    'You ended your turn, but the worktree has exactly the files of the other side. Nothing of the work of this task is left. Bring back what the task needs. If nothing of it is needed, say why, and write this on a line of its own: `COPPICE: no change needed`.',
}

function ofConflict(unmerged: string): Finding {
  const paths = unmerged.split('\0').filter((path) => path !== '')
  if (paths.length === 0) return { holds: true, text: 'The agent says that it is done, and no file is in conflict.' }
  const named = `${paths.slice(0, MAX_NAMED).join(', ')}${paths.length > MAX_NAMED ? ', …' : ''}`
  return {
    holds: false,
    text: `The agent says that it is done, but these files are still in conflict: ${named}`,
    missing: `You ended your turn, but these files are still in conflict: ${named}. Resolve each of them, then \`git add\` it.`,
  }
}
