import type { SessionRecord } from '../../domain/records.ts'

type Costed = Pick<SessionRecord, 'id' | 'runTaskId'> & {
  metrics: Pick<SessionRecord['metrics'], 'costMicroUsd' | 'knownCostMicroUsd'>
}

/** The cost of each session of a run, in millionths of a dollar. */
export class TaskCosts {
  /** The outer key is the id of the task, and the inner key is the id of the session. A cost is null when none of it is known. */
  readonly #costs = new Map<string, Map<string, number | null>>()

  /** Sets the cost of a session. It replaces an earlier cost, because the cost is recorded while the session runs and again at its end. */
  put({ id, runTaskId, metrics: { costMicroUsd, knownCostMicroUsd } }: Costed): void {
    const ofTask = this.#costs.get(runTaskId) ?? new Map<string, number | null>()
    this.#costs.set(runTaskId, ofTask.set(id, costMicroUsd ?? (knownCostMicroUsd > 0 ? knownCostMicroUsd : null)))
  }

  /** @returns the sum of the known costs, or null when no cost is known. An unknown cost is never 0 (M1) */
  of(tasks: readonly { id: string }[]): number | null {
    const costs = tasks.flatMap(({ id }) => [...(this.#costs.get(id)?.values() ?? [])])
    const known = costs.filter((cost) => cost !== null)
    return known.length > 0 ? known.reduce((sum, cost) => sum + cost, 0) : null
  }
}
