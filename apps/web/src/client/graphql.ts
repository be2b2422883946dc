import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema.generated.ts'

/** Documents whose results and variables have the types of the schema. The text of a document is next to the component that shows it. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { DateTime: string }
  disableMasking: true
}>()

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada'
