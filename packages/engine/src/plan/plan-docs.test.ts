import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parsePlan } from './parse-plan.ts'
import { planSchema } from './plan-schema.ts'

const docs = readFileSync(new URL('../../../../docs/plan-files.md', import.meta.url), 'utf8')

describe('docs/plan-files.md', () => {
  test('contains every key of the format', () => {
    const unnamed: string[] = []
    JSON.stringify(planSchema, (_, value) => {
      for (const name of Object.keys(value?.properties ?? {})) if (!docs.includes(name)) unnamed.push(name)
      return value
    })
    expect(unnamed).toEqual([])
  })

  test('begins with a valid plan', () => {
    const smallest = /## The smallest plan\n\n```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? ''
    expect(parsePlan(smallest)).toMatchObject({ ok: true, plan: { epics: [{ tasks: [{ key: 'slugify' }] }] } })
  })
})
