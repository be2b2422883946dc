import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exists } from '../checkout/operation-in-progress.ts'
import type { Environment } from '../exec/git-environment.ts'
import { type Drafts, writingTo } from './drafts.ts'

const ALTERNATES = 'info/alternates'

/**
 * The drafts of one worktree, in its shadow. They survive a restart, because the record of a worktree names trees that no ref contains, such
 * as the tree after setup.
 */
export class SlotDrafts implements Drafts {
  readonly #folder: string
  readonly #alternates: string

  /**
   * @param home the folder of the shadow
   * @param commonDir the git directory of the user
   */
  constructor(home: string, commonDir: string) {
    this.#folder = join(home, 'objects')
    this.#alternates = `${join(commonDir, 'objects')}\n`
  }

  /** Makes the folder complete if somebody deleted a part of it. It does not create a shadow: a worktree that was removed stays removed. */
  async folder(): Promise<string | null> {
    const file = join(this.#folder, ALTERNATES)
    if ((await readFile(file, 'utf8').catch(() => null)) === this.#alternates) return this.#folder
    if (!(await exists(dirname(this.#folder)))) return null
    await mkdir(join(this.#folder, 'info'), { recursive: true })
    await writeFile(file, this.#alternates)
    return this.#folder
  }

  async during<T>(run: (env: Environment) => Promise<T>): Promise<T> {
    return run(writingTo(await this.folder()))
  }

  /** Copies the objects to the folder of objects of the agent's git directory, so that the agent's git can use them. */
  async copyTo(objects: string): Promise<void> {
    for (const name of await this.#contents())
      await cp(join(this.#folder, name), join(objects, name), { recursive: true, force: false })
  }

  /** Deletes the objects. No index of the worktree may name one of them. */
  async empty(): Promise<void> {
    for (const name of await this.#contents()) await rm(join(this.#folder, name), { recursive: true, force: true })
  }

  async #contents(): Promise<string[]> {
    return (await readdir(this.#folder).catch(() => [])).filter((name) => name !== 'info')
  }
}
