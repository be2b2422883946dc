/** Writes the schema's types for the console's documents: `node apps/web/scripts/console-types.ts [schema.graphql]`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { minifyIntrospection, preprocessIntrospection } from 'gql.tada/internal'
import { buildSchema, introspectionFromSchema } from 'graphql'

const SCHEMA = fileURLToPath(new URL('../../api/schema.graphql', import.meta.url))
const TYPES = fileURLToPath(new URL('../src/client/schema.generated.ts', import.meta.url))

const HEADER = '/** Made from apps/api/schema.graphql by apps/web/scripts/console-types.ts. */\n'

/** What stands in schema.generated.ts for this schema: types alone, nothing that runs. */
export function consoleTypes(schema: string): string {
  const introspection = minifyIntrospection(introspectionFromSchema(buildSchema(schema)))
  return `${HEADER}export type introspection = ${preprocessIntrospection(introspection)}\n`
}

/** Writes it where it has changed; says whether it had. */
export function writeConsoleTypes(schemaFile: string = SCHEMA): boolean {
  const types = consoleTypes(readFileSync(schemaFile, 'utf8'))
  if (existsSync(TYPES) && readFileSync(TYPES, 'utf8') === types) return false
  writeFileSync(TYPES, types)
  return true
}

if (import.meta.main) writeConsoleTypes(process.argv[2])
