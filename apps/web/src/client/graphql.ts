import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema.generated.ts'

/** Creates a document whose results and variables have the types of the schema. Documents are next to the components that use them. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { DateTime: string }
  disableMasking: true
}>()

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada'
