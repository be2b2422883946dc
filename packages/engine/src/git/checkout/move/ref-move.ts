import { lstat, rm } from 'node:fs/promises'
import type { GitConversation } from '../../exec/git-conversation.ts'
import { firstLine } from '../../exec/git-failure.ts'
import { isRunning } from '../../exec/is-running.ts'
import { resolveCommit } from '../../refs/resolve-commit.ts'
import { hasMoved } from '../has-moved.ts'
import { lockHeld, lockWords, refLockFiles } from '../locks-held.ts'
import type { Move } from './move.ts'
import type { LockMark } from './move-journal.ts'
import { MoveRefused } from './move-refused.ts'

/** The move of the branch, as a transaction of git in two steps: `prepare` locks the refs and `commit` moves them. */
export class RefMove {
  readonly #move: Move
  readonly #git: GitConversation

  private constructor(move: Move, git: GitConversation) {
    this.#move = move
    this.#git = git
  }

  /**
   * Locks the branch and HEAD, if the branch is still at the commit from which the move starts. Git keeps the locks until `commit` or
   * `abort`, and releases them when this process dies.
   * @throws MoveRefused when the branch has moved, or another git keeps a lock
   */
  static async prepare(move: Move): Promise<RefMove> {
    const { repo, place, journal } = move
    const { branchRef, from, to } = journal
    const message = `coppice: moving to ${to}`
    const git = await repo.git.converse(place, ['update-ref', '--stdin', '-m', message])
    const refs = new RefMove(move, git)
    // ORIG_HEAD lets the user return to the commit before the delivery, as after `git merge`.
    const updates = [`update ${branchRef} ${to} ${from}`, `update ORIG_HEAD ${from}`]
    if (await git.ask(['start', ...updates, 'prepare'], 'prepare: ok')) {
      await move.note({ refLocks: await locksNow(move), refsPid: git.pid })
      return refs
    }
    const { stderr } = await git.close()
    throw new MoveRefused(await whyNotLocked(move, stderr))
  }

  /**
   * Moves the branch. This is the instant of the delivery.
   *
   * @throws MoveRefused when the branch has not moved, and another error when nobody knows whether it has
   */
  async commit(): Promise<void> {
    const { repo, journal } = this.#move
    if (await this.#git.ask(['commit'], 'commit: ok')) {
      await this.#git.close()
      return
    }
    const { stderr } = await this.#git.close()
    await removeDeadLocks(this.#move)
    if (await hasMoved(repo, journal.branchRef, journal.from, journal.to)) return
    throw new MoveRefused(await whyNotLocked(this.#move, stderr))
  }

  /** Releases the locks. It has no effect after the commit. */
  async abort(): Promise<void> {
    await this.#git.close()
    await removeDeadLocks(this.#move)
  }
}

async function whyNotLocked({ repo, journal }: Move, stderr: string): Promise<string> {
  const { branchRef, from, gitDir, path } = journal
  if ((await resolveCommit(repo.git, repo.plumbing, branchRef)) !== from)
    return `${branchRef} has moved to another commit in the meantime`
  const held = await lockHeld({ commonDir: repo.commonDir, branchRef, gitDir }, ['index.lock'])
  return held === null ? `git did not move ${path}: ${firstLine(stderr)}` : lockWords(held)
}

async function locksNow({ repo, journal }: Move): Promise<LockMark[]> {
  const files = refLockFiles({ commonDir: repo.commonDir, branchRef: journal.branchRef, gitDir: journal.gitDir })
  const marks = await Promise.all(files.map(async (file) => ({ file, identity: await identityOf(file) })))
  return marks.filter((mark): mark is LockMark => mark.identity !== null)
}

/** @returns what distinguishes a file from a later file of the same name, or null when there is none */
async function identityOf(file: string): Promise<string | null> {
  const stats = await lstat(file, { bigint: true }).catch(() => null)
  return stats && `${stats.dev} ${stats.ino} ${stats.mtimeNs}`
}

const ALIVE_POLLS = 40
const POLL_MS = 50

/**
 * Removes the locks of refs that a killed git of this move left. A lock that has another identity belongs to somebody else. It waits up
 * to two seconds for a git that still runs, because that git removes its locks itself.
 */
export async function removeDeadLocks({ journal }: Move): Promise<void> {
  for (let polls = 0; journal.refsPid !== null && isRunning(journal.refsPid); polls += 1) {
    if (polls === ALIVE_POLLS) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  for (const { file, identity } of journal.refLocks) if ((await identityOf(file)) === identity) await rm(file)
}
