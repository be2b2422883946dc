import type { RunPlace } from '../domain/attempt-order.ts'
import type { OverRun, RunFolder } from '../ports/dispatch.ts'
import { foldersOfRuns } from '../worktrees/folders-of-runs.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { endAgents } from './end-agents.ts'
import { openSite, type RunSite } from './run-site.ts'

/** The sites of all runs with attempts on this machine. A site is opened once, when it is first needed. */
export class RunSites {
  readonly #parts: AttemptParts
  readonly #sites = new Map<string, Promise<RunSite>>()
  /** The calls of `tidy` that are in progress, by run id. */
  readonly #tidying = new Map<string, Promise<void>>()

  constructor(parts: AttemptParts) {
    this.#parts = parts
  }

  of(run: RunPlace): Promise<RunSite> {
    const known = this.#sites.get(run.runId)
    if (known) return known
    const opened = openSite(this.#parts, run)
    this.#sites.set(run.runId, opened)
    // The next call tries again, because the repository may exist again by then.
    opened.catch(() => this.#sites.delete(run.runId))
    return opened
  }

  /** Returns the sites that are open. */
  async all(): Promise<RunSite[]> {
    const opened = await Promise.allSettled(this.#sites.values())
    return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  }

  /** Removes what an ended run left on this machine. Two calls for one run share their work. */
  tidy(over: OverRun): Promise<void> {
    const { runId } = over.place
    const inProgress = this.#tidying.get(runId)
    if (inProgress) return inProgress
    const work = this.#tidy(over).finally(() => this.#tidying.delete(runId))
    this.#tidying.set(runId, work)
    return work
  }

  leftovers(): Promise<RunFolder[]> {
    return foldersOfRuns(this.#parts.worktreesRoot)
  }

  async #tidy({ place, lent, uncollected }: OverRun): Promise<void> {
    const { runId, run } = place
    const inUse = await endAgents(this.#parts, uncollected)
    const { worktrees } = await this.of(place)
    const failed = await worktrees.clear({ inUse, lent, message: `Left by run ${run}\n` })
    for (const { path, error } of failed)
      this.#parts.log.warn({ runId, path, err: error }, 'a worktree of an ended run could not be removed')
    this.#sites.delete(runId)
  }
}
