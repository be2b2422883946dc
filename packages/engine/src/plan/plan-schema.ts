import type { JsonSchema } from '../shapes/shape.ts'
import { planFile } from './plan-file.ts'

/**
 * The JSON Schema of plan files, for editors, published as docs/coppice.plan.schema.json. `parsePlan` checks what a schema cannot
 * express: references and cycles.
 */
export const planSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Coppice plan',
  description: 'A software plan that Coppice carries out: epics, tasks and what they wait for.',
  ...planFile.schema,
}
