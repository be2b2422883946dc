import { FreeBudget } from './free-budget.ts'
import { FreeResources } from './free-resources.ts'
import type { Circumstances, SessionNeeds } from './snapshot.ts'

/** What a session needs besides a slot: resources (ADR 0070) and money (M2). It takes all of it at its start, or nothing. */
export class FreeMeans {
  readonly resources: FreeResources
  readonly budget: FreeBudget

  constructor(now: Circumstances) {
    this.resources = new FreeResources(now.resources)
    this.budget = new FreeBudget(now)
  }

  /** @returns false, and takes nothing, when something is missing */
  take(needs: SessionNeeds): boolean {
    if (!this.budget.fits(needs) || !this.resources.take(needs.waitsFor)) return false
    this.budget.take(needs)
    return true
  }
}
