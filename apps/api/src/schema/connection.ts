import type { ObjectRef } from '@pothos/core'
import { builder, type SchemaTypes } from './builder.ts'

/** Defines the types `XConnection`, with a `totalCount`, and `XEdge`. All fields that return pages of X share them. */
export const connectionOf = <Shape>(
  type: ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>, Shape>,
  name: string,
) =>
  builder.connectionObject(
    {
      type,
      name: `${name}Connection`,
      fields: (t) => ({
        // The field that returns the connection sets `totalCount` if the client asks for it.
        totalCount: t.int({ resolve: (connection) => (connection as unknown as { totalCount: number }).totalCount }),
      }),
    },
    { name: `${name}Edge` },
  )
