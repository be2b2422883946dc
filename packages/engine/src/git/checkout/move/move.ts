import { randomUUID } from 'node:crypto'
import { link, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GitPlace } from '../../exec/git-place.ts'
import type { RepositoryContext } from '../../repository-context.ts'
import type { Checkout } from '../list-checkouts.ts'
import { placeOf } from '../obstacles.ts'
import { type MoveJournal, moveFolder, readJournal, removeJournal, writeJournal } from './move-journal.ts'

/**
 * A move brings the files of a checkout, and its branch, from one commit to another. This class is a move that is in progress or was
 * interrupted, with its journal and the folder in which it prepares files.
 */
export class Move {
  readonly repo: RepositoryContext
  readonly place: GitPlace
  #journal: MoveJournal

  private constructor(repo: RepositoryContext, journal: MoveJournal) {
    this.repo = repo
    this.place = placeOf(repo, { path: journal.path, gitDir: journal.gitDir, branch: journal.branchRef })
    this.#journal = journal
  }

  /** Writes the journal of a new move. Call this only when the repository has no other move that is in progress or was interrupted. */
  static async begin(
    repo: RepositoryContext,
    { path, gitDir }: Checkout,
    branchRef: string,
    from: string,
    to: string,
  ): Promise<Move> {
    const stage = await stageFor(repo.commonDir, path)
    const token = `coppice ${randomUUID()}\n`
    const move = new Move(repo, {
      ...{ token, path, gitDir, branchRef, from, to, stage },
      ...{ steps: null, newIndex: null, refLocks: [], refsPid: null, done: false },
    })
    await rm(moveFolder(repo.commonDir), { recursive: true, force: true })
    await mkdir(moveFolder(repo.commonDir))
    try {
      await writeJournal(repo.commonDir, move.#journal)
    } catch (error) {
      await removeJournal(repo.commonDir)
      throw error
    }
    return move
  }

  /** @returns null when no move was interrupted */
  static async interrupted(repo: RepositoryContext): Promise<Move | null> {
    const journal = await readJournal(repo.commonDir)
    return journal && new Move(repo, journal)
  }

  get journal(): Readonly<MoveJournal> {
    return this.#journal
  }

  /** Writes a change of the journal, before the effect that it describes (R1). */
  async note(change: Partial<MoveJournal>): Promise<void> {
    const journal = { ...this.#journal, ...change }
    await writeJournal(this.repo.commonDir, journal)
    this.#journal = journal
  }

  inCheckout(path: string): string {
    return join(this.#journal.path, path)
  }

  inStage(...names: readonly (string | number)[]): string {
    return join(this.#journal.stage, ...names.map(String))
  }

  /** Returns a path beside the journal, on the file system of the git directory. */
  inGit(name: string): string {
    return join(moveFolder(this.repo.commonDir), name)
  }

  get index(): string {
    return join(this.#journal.gitDir, 'index')
  }

  get indexLock(): string {
    return join(this.#journal.gitDir, 'index.lock')
  }

  /** Makes the folders in which files are prepared. A `.gitignore` hides them from git when they are in the folder of the checkout. */
  async openStage(): Promise<void> {
    for (const name of ['new', 'was', 'checked-out', 'old', 'undone'])
      await mkdir(this.inStage(name), { recursive: true })
    if (this.#journal.stage !== moveFolder(this.repo.commonDir)) await writeFile(this.inStage('.gitignore'), '*\n')
  }

  /** Deletes the journal and everything that the move prepared. */
  async close(): Promise<void> {
    if (this.#journal.stage !== moveFolder(this.repo.commonDir))
      await rm(this.#journal.stage, { recursive: true, force: true })
    await removeJournal(this.repo.commonDir)
  }
}

/** Files move by renames and hard links, so they are prepared on the file system of the checkout. */
async function stageFor(commonDir: string, path: string): Promise<string> {
  const [git, checkout] = await Promise.all([stat(commonDir), stat(path)])
  const isSame = git.dev === checkout.dev && (commonDir.startsWith(`${path}/`) || (await canLink(commonDir, path)))
  return isSame ? moveFolder(commonDir) : join(path, '.coppice-delivery')
}

/** Two mounts of one disk have the same device, and yet files do not move between them. In a container, git directory and checkout may be such. */
async function canLink(commonDir: string, path: string): Promise<boolean> {
  const name = `coppice-${randomUUID()}`
  const [from, to] = [join(commonDir, name), join(path, name)]
  try {
    await writeFile(from, '')
    await link(from, to)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EXDEV'
  } finally {
    for (const one of [to, from]) await rm(one, { force: true })
  }
}
