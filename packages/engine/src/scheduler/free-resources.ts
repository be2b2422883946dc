import type { ResourceUse } from './snapshot.ts'

/**
 * Counts the free resources of the project during one decision. A session takes all of its resources at its start, or none. So no
 * session waits for a resource while it holds another, and sessions cannot wait for each other (no deadlock).
 */
export class FreeResources {
  /** How many more sessions may hold a resource, by its key. A key that is not in this map names no resource and is never full. */
  readonly #free: Map<string, number>

  constructor(resources: readonly ResourceUse[]) {
    this.#free = new Map(resources.map(({ key, count, held }) => [key, count - held]))
  }

  /** Returns the first of `keys` that names a resource without a free place. It is undefined when there is none. */
  full(keys: readonly string[]): string | undefined {
    return keys.find((key) => (this.#free.get(key) ?? 1) <= 0)
  }

  /** Takes one of each resource in `keys`. @returns false, and takes nothing, when one of them is full */
  take(keys: readonly string[]): boolean {
    if (this.full(keys) !== undefined) return false
    for (const key of keys) {
      const free = this.#free.get(key)
      if (free !== undefined) this.#free.set(key, free - 1)
    }
    return true
  }
}
