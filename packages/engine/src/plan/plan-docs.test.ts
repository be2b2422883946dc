import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parsePlan } from './parse-plan.ts'
import { planSchema } from './plan-schema.ts'

const docOf = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
const docs = docOf('plan-files.md')
/** The pages that plan-files.md refers to for some of the keys. */
const all = docs + docOf('models.md') + docOf('prompts.md')

describe('the docs of plan files', () => {
  test('contains every key of the format', () => {
    const unnamed: string[] = []
    JSON.stringify(planSchema, (_, value) => {
      for (const name of Object.keys(value?.properties ?? {})) if (!all.includes(name)) unnamed.push(name)
      return value
    })
    expect(unnamed).toEqual([])
  })

  test('begins with a valid plan', () => {
    const smallest = /## The smallest plan\n\n```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? ''
    expect(parsePlan(smallest)).toMatchObject({ ok: true, plan: { epics: [{ tasks: [{ key: 'slugify' }] }] } })
  })
})
