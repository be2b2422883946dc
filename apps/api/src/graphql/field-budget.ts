import type { FieldNode } from 'graphql'
import { ApiError } from '../schema/errors/api-error.ts'
import { type FieldCost, UNPAGED_LIST } from './field-cost.ts'
import { LIMITS } from './limits.ts'

/**
 * The fields that an operation may still resolve. Its document limits most of them. Lists without pages are counted after they were read.
 */
export interface FieldBudget {
  /** Call it before the operation starts. */
  begin(cost: FieldCost): void
  /** Starts again for the next event of a subscription, which is a response of its own. */
  restart(): void
  /** @throws LIMIT_EXCEEDED when the entries have more fields than remain. */
  spend(list: { name: string; nodes: readonly FieldNode[]; entries: number }): void
}

export function createFieldBudget(): FieldBudget {
  let cost: FieldCost = { fields: 0, introspectionFields: 0, perEntry: new Map() }
  let spent = 0
  return {
    begin(begun) {
      cost = begun
      spent = begun.fields
    },
    restart() {
      spent = cost.fields
    },
    spend({ name, nodes, entries }) {
      const perEntry = nodes.reduce((sum, node) => sum + (cost.perEntry.get(node) ?? 0), 0)
      spent += Math.max(0, entries - UNPAGED_LIST) * perEntry
      if (spent <= LIMITS.fields) return
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `${name} has ${entries} entries: the response could have more than ${LIMITS.fields} fields. Ask for fewer fields of each entry, or split the operation.`,
      )
    },
  }
}
