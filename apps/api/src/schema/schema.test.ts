import { fileURLToPath } from 'node:url'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { expect, it } from 'vitest'
import { schema } from './schema.ts'

const SNAPSHOT = fileURLToPath(new URL('../../schema.graphql', import.meta.url))

it('the schema is the one in schema.graphql: a change of the API is seen in review (vitest -u writes it)', async () => {
  await expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toMatchFileSnapshot(SNAPSHOT)
})
