import type { TaskState } from '../snapshot.ts'

/** A node is a task or a gate. P2: a gate stands for all that it needs, and ends when all of that has ended. */
export interface Need {
  node: number
  soft: boolean
}

/** Returns what each task needs. A need that is not among the tasks is met. */
export function needsByPlace(tasks: readonly Pick<TaskState, 'key' | 'needs'>[]): Need[][] {
  const placeOf = new Map(tasks.map(({ key }, place) => [key, place]))
  return tasks.map(({ needs }) =>
    needs.flatMap(({ key, kind }) => {
      const node = placeOf.get(key)
      return node === undefined ? [] : [{ node, soft: kind === 'SOFT' }]
    }),
  )
}

/** S3, S4, P4: knows which tasks have all that they need, and which never can have it. A task's needs are met when each hard one is merged and each soft one has ended. Tasks come first, then gates. */
export class OpenNeeds {
  readonly #needs: readonly (readonly Need[])[]
  readonly #dependents: readonly (readonly Need[])[]
  readonly #taskCount: number
  /** For each node, the number of its needs that have not ended. */
  readonly #open: Int32Array
  /** For each node, the number of its hard needs that ended unmerged. */
  readonly #dead: Int32Array
  readonly #hasEnded: Uint8Array
  readonly #isUnmerged: Uint8Array

  constructor(needs: readonly (readonly Need[])[], taskCount: number) {
    this.#needs = needs
    this.#dependents = dependentsOf(needs)
    this.#taskCount = taskCount
    this.#open = Int32Array.from(needs, (its) => its.length)
    this.#dead = new Int32Array(needs.length)
    this.#hasEnded = new Uint8Array(needs.length)
    this.#isUnmerged = new Uint8Array(needs.length)
    for (let gate = taskCount; gate < needs.length; gate += 1) this.#updateGate(gate, () => {})
  }

  areMet = (task: number): boolean => this.#open[task] === 0 && this.#dead[task] === 0

  areDead = (task: number): boolean => (this.#dead[task] ?? 0) > 0

  /** Calls back for each task for which the change makes a difference. */
  set(node: number, hasEnded: boolean, isUnmerged: boolean, tell: (task: number) => void): void {
    const open = (this.#hasEnded[node] ?? 0) - Number(hasEnded)
    const dead = Number(isUnmerged) - (this.#isUnmerged[node] ?? 0)
    if (open === 0 && dead === 0) return
    this.#hasEnded[node] = Number(hasEnded)
    this.#isUnmerged[node] = Number(isUnmerged)
    for (const { node: dependent, soft } of this.#dependents[node] ?? []) {
      this.#open[dependent] = (this.#open[dependent] ?? 0) + open
      if (!soft) this.#dead[dependent] = (this.#dead[dependent] ?? 0) + dead
      if (dependent < this.#taskCount) tell(dependent)
      else this.#updateGate(dependent, tell)
    }
  }

  /** Finds the first task that it needs and that ended unmerged. */
  causeOf(task: number): number | undefined {
    const need = this.#needs[task]?.find(({ node, soft }) => !soft && this.#isUnmerged[node] === 1)
    return need === undefined || need.node < this.#taskCount ? need?.node : this.causeOf(need.node)
  }

  #updateGate(gate: number, tell: (task: number) => void): void {
    this.set(gate, this.#open[gate] === 0, (this.#dead[gate] ?? 0) > 0, tell)
  }
}

/** Returns for each node the nodes that need it. */
function dependentsOf(needs: readonly (readonly Need[])[]): Need[][] {
  const dependents: Need[][] = needs.map(() => [])
  for (const [node, its] of needs.entries()) for (const need of its) dependents[need.node]?.push({ ...need, node })
  return dependents
}
