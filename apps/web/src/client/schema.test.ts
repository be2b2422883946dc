import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { consoleTypes } from '../../scripts/console-types.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('schema.generated.ts contains the types of schema.graphql (to write it: node apps/web/scripts/console-types.ts)', () => {
  expect(read('./schema.generated.ts')).toBe(consoleTypes(read('../../../api/schema.graphql')))
})
