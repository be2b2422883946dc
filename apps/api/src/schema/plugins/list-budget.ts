import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import type { ApiContext } from '../context.ts'

type Resolver = GraphQLFieldResolver<unknown, ApiContext, object>

/**
 * Subtracts the fields of each list from the budget of the operation (R4), when the length of the list is known and before its entries are
 * resolved.
 */
class ListBudget<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const isEvent = field.parentType === 'Subscription'
    if (field.type.kind !== 'List' && !isEvent) return resolver
    const counting: Resolver = async (parent, args, context, info) => {
      if (isEvent) context.budget.restart()
      const value: unknown = await resolver(parent, args, context as Types['Context'], info)
      if (Array.isArray(value))
        context.budget.spend({ name: info.fieldName, nodes: info.fieldNodes, entries: value.length })
      return value
    }
    return counting as GraphQLFieldResolver<unknown, Types['Context'], object>
  }
}

SchemaBuilder.registerPlugin('coppiceListBudget', ListBudget)

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      coppiceListBudget: ListBudget<Types>
    }
  }
}
