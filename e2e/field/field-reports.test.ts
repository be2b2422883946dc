import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const PAGE = join(import.meta.dirname, '../../docs/field-reports.md')

it('docs/field-reports.md lists the report of every test in this folder, and no other', () => {
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'))
  const source = tests.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n')
  const tested = [...source.matchAll(/reported\(\s*'([^']+)'/g)].map(([, report]) => report)
  const listed = [...readFileSync(PAGE, 'utf8').matchAll(/\[([^\]\s]+#\d+)\]/g)].map(([, report]) => report)
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(tested)].toSorted())
})
