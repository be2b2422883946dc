import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { graphInputOf } from './graph-input.ts'
import { parsePlan } from './parse-plan.ts'
import { planGraph } from './plan-graph.ts'

const MODEL_SAMPLE = new URL('../../../../examples/textkit-model/', import.meta.url)
const SAMPLE = new URL('../../../../examples/textkit/coppice.plan.yaml', import.meta.url)
const source = readFileSync(SAMPLE, 'utf8')

describe('the plan of the sample project', () => {
  test('is valid and has four batches', () => {
    const parsed = parsePlan(source)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    const graph = planGraph({ ...graphInputOf(parsed.plan), done: new Set() })
    expect(graph.ok && graph.batches.map((batch) => batch.keys)).toEqual([
      ['slugify', 'wrap', 'csv-parse', 'docs-site', 'case'],
      ['truncate', 'diff', 'csv-write', 'table', 'args'],
      ['md-table', 'api-docs', 'cli-diff', 'cli-slug'],
      ['guide', 'cli-pipe'],
    ])
  })

  test('names a schema and scripts that exist', () => {
    const schema = /\$schema=(\S+)/.exec(source)?.[1] ?? ''
    const scripts = [...source.matchAll(/(?:run|resolve): node (\S+)/g)].map(([, path = '']) => path)
    expect(scripts).toHaveLength(17)
    for (const path of [schema, ...scripts]) expect(existsSync(new URL(path, SAMPLE)), path).toBe(true)
  })
})

describe('the plan of the sample with a simulated model', () => {
  test('is valid, and each of its tasks names a script that exists', () => {
    const plan = readFileSync(new URL('coppice.plan.yaml', MODEL_SAMPLE), 'utf8')
    const parsed = parsePlan(plan)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    const graph = planGraph({ ...graphInputOf(parsed.plan), done: new Set() })
    expect(graph.ok && graph.batches.map((batch) => batch.keys)).toEqual([
      ['slugify', 'case', 'csv-parse'],
      ['csv-write'],
      ['release-notes'],
    ])
    const scripts: object = parse(readFileSync(new URL('scripts.yaml', MODEL_SAMPLE), 'utf8')).scripts
    const named = [...plan.matchAll(/\[\[script:([\w-]+)\]\]/g)].map(([, name]) => name)
    expect(named).toEqual(Object.keys(scripts))
  })
})
