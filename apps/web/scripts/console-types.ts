/** Writes the types of the GraphQL schema for the documents of the console: `node apps/web/scripts/console-types.ts [schema.graphql]`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { minifyIntrospection, preprocessIntrospection } from 'gql.tada/internal'
import { buildSchema, introspectionFromSchema } from 'graphql'

const SCHEMA = fileURLToPath(new URL('../../api/schema.graphql', import.meta.url))
const TYPES = fileURLToPath(new URL('../src/client/schema.generated.ts', import.meta.url))

const HEADER = '/** Generated from apps/api/schema.graphql by apps/web/scripts/console-types.ts. */\n'

/** @returns the text of `schema.generated.ts` for a schema. It contains only types. @param schema the text of `schema.graphql` */
export function consoleTypes(schema: string): string {
  const introspection = minifyIntrospection(introspectionFromSchema(buildSchema(schema)))
  return `${HEADER}export type introspection = ${preprocessIntrospection(introspection)}\n`
}

/** Writes `schema.generated.ts` if its text has changed. @returns whether it has changed. */
export function writeConsoleTypes(schemaFile: string = SCHEMA): boolean {
  const types = consoleTypes(readFileSync(schemaFile, 'utf8'))
  if (existsSync(TYPES) && readFileSync(TYPES, 'utf8') === types) return false
  writeFileSync(TYPES, types)
  return true
}

if (import.meta.main) writeConsoleTypes(process.argv[2])
