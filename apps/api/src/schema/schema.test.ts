import { fileURLToPath } from 'node:url'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { expect, it } from 'vitest'
import { schema } from './schema.ts'

const SNAPSHOT = fileURLToPath(new URL('../../schema.graphql', import.meta.url))

it('schema.graphql contains the schema of the code (to write it: vitest run --update)', async () => {
  await expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toMatchFileSnapshot(SNAPSHOT)
})
