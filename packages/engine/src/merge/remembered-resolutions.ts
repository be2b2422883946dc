import { oneLine } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import type { RecalledResolution, Repository } from '../ports/git.ts'
import type { Log } from '../ports/log.ts'

type Run = Pick<RunRecord, 'number' | 'createdAt'>

/**
 * The resolutions of conflicts that a run may use, and to which it adds. The projects of a repository share them. They only save money. So
 * if git cannot read or write one, the failure is logged, and a session resolves the conflict.
 */
export class RememberedResolutions {
  readonly #repository: Repository
  readonly #log: Log
  readonly #projectName: string
  readonly #run: Run

  constructor(repository: Repository, log: Log, projectName: string, run: Run) {
    this.#repository = repository
    this.#log = log
    this.#projectName = projectName
    this.#run = run
  }

  /**
   * Returns the merge that a remembered resolution makes possible. A run uses only what was remembered before the run: otherwise its tree would
   * depend on what other runs finish meanwhile (S2).
   * @returns null when there is none
   */
  async recall(ours: string, theirs: string): Promise<RecalledResolution | null> {
    const found = await this.#logged(null, () => this.#repository.recallResolution(ours, theirs))
    return found !== null && found.time <= this.#run.createdAt && !this.#isOfThisRun(found) ? found : null
  }

  /** Forgets a resolution with which verify failed. */
  async forget({ ref, commit }: RecalledResolution): Promise<void> {
    await this.#logged(undefined, () => this.#repository.deleteRefs([{ ref, commit }]))
  }

  /** Remembers how `merged` resolves the conflict of two commits. `message` is the message of the merge. */
  async remember(ours: string, theirs: string, merged: string, message: string): Promise<void> {
    await this.#logged(false, () => this.#repository.rememberResolution(ours, theirs, merged, message))
  }

  /** Names the run and the task that a resolution comes from, such as `run 3, task parser`. */
  originOf({ project, run, task }: RecalledResolution): string {
    const from = `${run === null ? '' : `run ${run}, `}task ${task}`
    return this.#isOwn(project) ? from : `${from} of project ${project}`
  }

  #isOfThisRun({ project, run }: RecalledResolution): boolean {
    return this.#isOwn(project) && run === this.#run.number
  }

  #isOwn(project: string | null): boolean {
    return project === null || project === oneLine(this.#projectName)
  }

  async #logged<T>(otherwise: T, use: () => Promise<T>): Promise<T> {
    try {
      return await use()
    } catch (error) {
      this.#log.warn({ err: error }, 'a remembered resolution of a conflict could not be used or stored')
      return otherwise
    }
  }
}
