import { readFileSync } from 'node:fs'
import { fencedBlocks } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parsePlan } from './parse-plan.ts'

const schema = z.fromJSONSchema(JSON.parse(read('docs/coppice.plan.schema.json')))
const plans = ['README.md', 'docs/plan-files.md']
  .flatMap((file) => fencedBlocks(file, read(file)))
  .filter(({ language, text }) => language === 'yaml' && parsePlan(text).ok)

function read(file: string): string {
  return readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8')
}

test('every valid plan in the documentation is valid by the published JSON Schema', () => {
  expect(plans.length).toBeGreaterThan(1)
  for (const { file, line, text } of plans)
    expect(schema.safeParse(parse(text)).error?.issues ?? [], `${file}:${line}`).toEqual([])
})
