import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from './builder.ts'

/** `XConnection` and `XEdge` with a `totalCount`, for every field that pages through X. */
export const connectionOf = <Shape>(
  type: ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, Shape>,
  name: string,
) =>
  builder.connectionObject(
    {
      type,
      name: `${name}Connection`,
      fields: (t) => ({
        // The field sets this when the client asks for it.
        totalCount: t.int({ resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount }),
      }),
    },
    { name: `${name}Edge` },
  )
