import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../exec/git-environment.ts'
import { type Drafts, writingTo } from './drafts.ts'
import { isOfDead, PROCESS, PROCESS_PATTERN, removeIfPossible } from './left-files.ts'

/** The folders that exist now. They are removed when this process ends. */
const existing = new Set<string>()
process.once('exit', () => {
  for (const path of existing) rmSync(path, { recursive: true, force: true })
})

/** A temporary folder of objects. It is removed when it is no longer needed and no git uses it. */
class Folder {
  readonly path: string
  #users = 0
  #isNeeded = true

  constructor(path: string) {
    this.path = path
    existing.add(path)
  }

  async during<T>(run: () => Promise<T>): Promise<T> {
    this.#users += 1
    try {
      return await run()
    } finally {
      this.#users -= 1
      await this.#removeIfUnused()
    }
  }

  /** Deletes the objects, if no git uses them. @returns whether the folder is empty now */
  async empty(): Promise<boolean> {
    if (this.#users > 0) return false
    const contents = (await readdir(this.path)).filter((name) => name !== 'info')
    for (const name of contents) await rm(join(this.path, name), { recursive: true })
    return true
  }

  async retire(): Promise<void> {
    this.#isNeeded = false
    await this.#removeIfUnused()
  }

  async #removeIfUnused(): Promise<void> {
    if (this.#isNeeded || this.#users > 0) return
    await removeIfPossible(this.path)
    existing.delete(this.path)
  }
}

/**
 * The drafts of merges in memory, and of other commits that Coppice makes without a worktree. They are in a temporary folder, which is emptied
 * or replaced as soon as a ref has moved to a draft. So, on one open repository, each commit must be made and put on its ref before the next is begun.
 * Merges whose result nobody uses may run beside that.
 */
export class MergeDrafts implements Drafts {
  readonly #objects: string
  /** It is null when there is none. It never rejects. */
  #folder: Promise<Folder | null> = Promise.resolve(null)
  readonly #parents = new Map<string, readonly string[]>()

  /** @param commonDir the git directory of the user */
  constructor(commonDir: string) {
    this.#objects = join(commonDir, 'objects')
  }

  async folder(): Promise<string | null> {
    return (await this.#folder)?.path ?? null
  }

  async during<T>(run: (env: Environment) => Promise<T>): Promise<T> {
    const folder = await this.#folder
    return folder === null ? run({}) : folder.during(() => run(writingTo(folder.path)))
  }

  /** Creates the folder. Call this before git writes objects. */
  async open(): Promise<void> {
    const opened = this.#folder.then((folder) => folder ?? newFolder(this.#objects))
    // After a failure, the next merge tries again: the disk may have space then.
    this.#folder = opened.catch(() => null)
    await opened
  }

  /** Notes that a commit is a draft. */
  add(commit: string, parents: readonly string[]): void {
    this.#parents.set(commit, parents)
  }

  /** Returns the commits of the user's repository on which a draft is based. @returns null when the commit is not a draft */
  basesOf(commit: string): readonly string[] | null {
    const parents = this.#parents.get(commit)
    return parents === undefined ? null : [...new Set(parents.flatMap((one) => this.basesOf(one) ?? [one]))]
  }

  /**
   * Forgets all drafts. Call this when a ref has moved to the last of them. If no git uses the folder now, it is only emptied, so that
   * long-lived helpers can still write to it.
   */
  renew(): void {
    this.#parents.clear()
    this.#folder = emptied(this.#folder)
  }

  /** Forgets all drafts and removes the folder. Call this when nobody needs them. */
  async clear(): Promise<void> {
    const folder = this.#folder
    this.#folder = Promise.resolve(null)
    this.#parents.clear()
    await (await folder)?.retire()
  }
}

async function emptied(before: Promise<Folder | null>): Promise<Folder | null> {
  const folder = await before
  if (folder === null || (await folder.empty().catch(() => false))) return folder
  await folder.retire()
  return null
}

const NAME = 'coppice-objects-'
const STALE = new RegExp(`^${NAME}${PROCESS_PATTERN}-`)
let cleaned: Promise<void> | null = null

/** Removes the folders of processes of this host that were killed. It is called before this process creates its first folder, and never fails. */
async function removeStaleFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) if (isOfDead(STALE.exec(name))) await removeIfPossible(join(tmpdir(), name))
}

async function newFolder(alternate: string): Promise<Folder> {
  cleaned ??= removeStaleFolders()
  await cleaned
  const path = await mkdtemp(join(tmpdir(), `${NAME}${PROCESS}-`))
  await mkdir(join(path, 'info'))
  await writeFile(join(path, 'info/alternates'), `${alternate}\n`)
  return new Folder(path)
}
