import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './schema.generated.ts'

/** Documents whose results and variables have the schema's types. The text stands beside the component that shows it. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { DateTime: string }
  disableMasking: true
}>()

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada'
