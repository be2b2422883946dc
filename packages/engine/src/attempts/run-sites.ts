import type { RunPlace } from '../domain/attempt-order.ts'
import type { EndedRun } from '../ports/dispatch.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { openSite, type RunSite } from './run-site.ts'
import { tidyLeftovers } from './tidy-leftovers.ts'

/** The sites of the runs whose attempts are conducted here. Each is opened once, when it is first needed. */
export class RunSites {
  readonly #parts: AttemptParts
  readonly #sites = new Map<string, Promise<RunSite>>()
  /** By run id: slots whose worktrees hold what is nowhere else. */
  readonly #stranded = new Map<string, Set<number>>()

  constructor(parts: AttemptParts) {
    this.#parts = parts
  }

  of(run: RunPlace): Promise<RunSite> {
    const known = this.#sites.get(run.runId)
    if (known) return known
    const opened = openSite(this.#parts, run)
    this.#sites.set(run.runId, opened)
    // The next who asks tries again: the repository may be back by then.
    opened.catch(() => this.#sites.delete(run.runId))
    return opened
  }

  /** Those that are open. */
  async all(): Promise<RunSite[]> {
    const opened = await Promise.allSettled(this.#sites.values())
    return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  }

  /** The worktree of the slot is never removed. */
  strand({ runId }: RunPlace, slot: number): void {
    this.#stranded.set(runId, (this.#stranded.get(runId) ?? new Set()).add(slot))
  }

  /** Removes the worktrees of the run, except what is stranded, and what the ended runs have left. */
  async tidy(run: RunPlace, ended: readonly EndedRun[]): Promise<void> {
    const { worktrees, repository } = await this.of(run)
    await worktrees.clear(this.#stranded.get(run.runId) ?? new Set())
    await tidyLeftovers(this.#parts, repository, run.projectId, ended)
    this.#sites.delete(run.runId)
  }
}
