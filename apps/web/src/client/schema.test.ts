import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { consoleTypes } from '../../scripts/console-types.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it("the documents' types are those of the schema that the API serves: else run `node apps/web/scripts/console-types.ts`", () => {
  expect(read('./schema.generated.ts')).toBe(consoleTypes(read('../../../api/schema.graphql')))
})
