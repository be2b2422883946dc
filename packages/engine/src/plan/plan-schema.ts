import { planFile } from './plan-file.ts'
import type { JsonSchema } from './shape/shape.ts'

/** The JSON Schema of plan files, for editors; published as docs/coppice.plan.schema.json. What it cannot say (references, cycles) `parsePlan` checks. */
export const planSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Coppice plan',
  description: 'A software plan that Coppice carries out: epics, tasks and what they wait for.',
  ...planFile.schema,
}
