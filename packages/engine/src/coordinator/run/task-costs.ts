import type { SessionRecord } from '../../domain/records.ts'

/** The cost of each session of a run, in millionths of a dollar. */
export class TaskCosts {
  /** By the id of the task, then by the id of the session. */
  readonly #costs = new Map<string, Map<string, number | null>>()

  /** Replaces the cost of the session: a session that was recorded while it ran is recorded again when it ends. */
  put({ id, runTaskId }: Pick<SessionRecord, 'id' | 'runTaskId'>, costMicroUsd: number | null): void {
    const ofTask = this.#costs.get(runTaskId) ?? new Map<string, number | null>()
    this.#costs.set(runTaskId, ofTask.set(id, costMicroUsd))
  }

  /** @returns the sum of the known costs, or null when no session of these tasks has a known cost: unknown is never 0 (M1) */
  of(tasks: readonly { id: string }[]): number | null {
    const costs = tasks.flatMap(({ id }) => [...(this.#costs.get(id)?.values() ?? [])])
    const known = costs.filter((cost) => cost !== null)
    return known.length > 0 ? known.reduce((sum, cost) => sum + cost, 0) : null
  }
}
