import type { TaskState } from '../snapshot.ts'

/**
 * A need on a node. A node is a task or an epic node. An epic node stands for all tasks of an epic (P2): it needs these tasks, and ends
 * when all of them have ended. So a task that waits for an epic has one need, and not one for each task of this epic.
 */
export interface Need {
  node: number
  soft: boolean
}

/** Returns the needs of each task. A dependency on a task that is not among `tasks` counts as met and is left out. */
export function needsByPosition(tasks: readonly Pick<TaskState, 'key' | 'needs'>[]): Need[][] {
  const positionOf = new Map(tasks.map(({ key }, position) => [key, position]))
  return tasks.map(({ needs }) =>
    needs.flatMap(({ key, kind }) => {
      const node = positionOf.get(key)
      return node === undefined ? [] : [{ node, soft: kind === 'SOFT' }]
    }),
  )
}

/**
 * Tracks which tasks have all that they need, and which can never have it. The needs of a task are met when each hard need is merged (S3)
 * and each soft need has ended (P4). The needs can never be met when a hard need has ended without being merged (S4).
 */
export class OpenNeeds {
  readonly #needs: readonly (readonly Need[])[]
  readonly #dependents: readonly (readonly Need[])[]
  readonly #taskCount: number
  /** For each node, the number of its needs that have not ended. */
  readonly #openNeeds: Int32Array
  /** For each node, the number of its hard needs that ended unmerged. */
  readonly #unmergedNeeds: Int32Array
  readonly #hasEnded: Uint8Array
  readonly #isUnmerged: Uint8Array

  /** @param needs the needs of each node: first the tasks, then the epic nodes */
  constructor(needs: readonly (readonly Need[])[], taskCount: number) {
    this.#needs = needs
    this.#dependents = dependentsOf(needs)
    this.#taskCount = taskCount
    this.#openNeeds = Int32Array.from(needs, (its) => its.length)
    this.#unmergedNeeds = new Int32Array(needs.length)
    this.#hasEnded = new Uint8Array(needs.length)
    this.#isUnmerged = new Uint8Array(needs.length)
    for (let epicNode = taskCount; epicNode < needs.length; epicNode += 1) this.#updateEpicNode(epicNode, () => {})
  }

  areMet = (task: number): boolean => this.#openNeeds[task] === 0 && this.#unmergedNeeds[task] === 0

  canNeverBeMet = (task: number): boolean => (this.#unmergedNeeds[task] ?? 0) > 0

  /**
   * Sets the state of a node. If the state has changed, it calls `onChange` for each task that needs the node. If an epic node changes as a
   * result, it also calls `onChange` for each task that needs the epic node.
   */
  set(node: number, hasEnded: boolean, isUnmerged: boolean, onChange: (task: number) => void): void {
    const opened = (this.#hasEnded[node] ?? 0) - Number(hasEnded)
    const unmerged = Number(isUnmerged) - (this.#isUnmerged[node] ?? 0)
    if (opened === 0 && unmerged === 0) return
    this.#hasEnded[node] = Number(hasEnded)
    this.#isUnmerged[node] = Number(isUnmerged)
    for (const { node: dependent, soft } of this.#dependents[node] ?? []) {
      this.#openNeeds[dependent] = (this.#openNeeds[dependent] ?? 0) + opened
      if (!soft) this.#unmergedNeeds[dependent] = (this.#unmergedNeeds[dependent] ?? 0) + unmerged
      if (dependent < this.#taskCount) onChange(dependent)
      else this.#updateEpicNode(dependent, onChange)
    }
  }

  /**
   * Returns why the needs of this task can never be met: its first hard need that ended without being merged. If that need is an epic node,
   * it returns the first task of the epic that ended without being merged. It returns undefined while the needs can still be met.
   */
  causeOf(task: number): number | undefined {
    const need = this.#needs[task]?.find(({ node, soft }) => !soft && this.#isUnmerged[node] === 1)
    return need === undefined || need.node < this.#taskCount ? need?.node : this.causeOf(need.node)
  }

  #updateEpicNode(epicNode: number, onChange: (task: number) => void): void {
    this.set(epicNode, this.#openNeeds[epicNode] === 0, (this.#unmergedNeeds[epicNode] ?? 0) > 0, onChange)
  }
}

/** Returns, for each node, the nodes that need it. */
function dependentsOf(needs: readonly (readonly Need[])[]): Need[][] {
  const dependents: Need[][] = needs.map(() => [])
  for (const [node, its] of needs.entries()) for (const need of its) dependents[need.node]?.push({ ...need, node })
  return dependents
}
