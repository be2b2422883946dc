import type { JsonSchema } from '../shapes/shape.ts'
import { planFile } from './plan-file.ts'

/**
 * The JSON Schema of plan files for editors. It is published as docs/coppice.plan.schema.json. A JSON Schema cannot check that a key in
 * `dependsOn` exists, or that the dependencies have no cycle. Only `parsePlan` checks these.
 */
export const planSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Coppice plan',
  description: 'A software plan that Coppice carries out: epics, tasks and their dependencies.',
  ...planFile.schema,
}
