import type { FieldNode } from 'graphql'
import { ApiError } from '../schema/errors/api-error.ts'
import { type FieldCost, UNPAGED_LIST } from './field-cost.ts'
import { LIMITS } from './limits.ts'

/**
 * Counts how many fields an operation may still resolve. Most fields are counted from the document, before the operation starts. The fields
 * of a list without a page argument are counted during the operation, when the length of the list is known.
 */
export interface FieldBudget {
  /** Sets the budget. Call it before the operation starts. */
  begin(cost: FieldCost): void
  /** Resets the budget. Call it for each event of a subscription, because each event is a separate response. */
  restart(): void
  /** Subtracts the fields of a list from the budget. @throws ApiError LIMIT_EXCEEDED when the budget is too small. */
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
        `${name} has ${entries} entries, so the response could have more than ${LIMITS.fields} fields. Ask for fewer fields of each entry, or split the operation.`,
      )
    },
  }
}
