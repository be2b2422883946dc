import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inRoot } from './gate/root.ts'
import { commentsOf, paragraphsOf, quotedLinesOf } from './plain-english/prose-of.ts'
import { findsIn, rulesOf } from './plain-english/rules.ts'

const RULES = rulesOf(readFileSync(inRoot('CONTEXT.md'), 'utf8'))
const IN_ALL = RULES.filter((rule) => rule.in === 'everything')

const SOURCES = ['{apps,packages,e2e,scripts,examples,prisma}/**/*.{ts,tsx,mjs,js}', '*.{ts,cjs}']
const GENERATED = ['**/node_modules/**', '**/.next/**', '**/out/**', '**/*.generated.ts', 'prisma/generated/**']
const OF_THE_CHECK = ['scripts/plain-english*', 'scripts/plain-english/**']

const find = (patterns: readonly string[]): string[] =>
  globSync(patterns, { cwd: inRoot('.'), exclude: [...GENERATED, ...OF_THE_CHECK] }).toSorted()

const read = (file: string): string => readFileSync(inRoot(file), 'utf8')

it('comments and texts are plain English', () => {
  const finds = find(SOURCES).flatMap((file) => {
    const source = read(file)
    return [...findsIn(file, commentsOf(source), RULES), ...findsIn(file, quotedLinesOf(source), IN_ALL)]
  })
  expect(finds).toEqual([])
})

it('docs are plain English', () => {
  const pages = find(['{README,ARCHITECTURE,CONTRIBUTING}.md', 'docs/**/*.md', 'apps/api/schema.graphql'])
  expect(pages.flatMap((page) => findsIn(page, paragraphsOf(read(page)), RULES))).toEqual([])
})

it('the check finds the avoided words, and other text passes', () => {
  const source = [
    '/** Of which a need is retried: that one may wait. */',
    '/** The run. Null where there is none. */',
    '// It looks at the record and',
    '// answers the number.',
    "const text = 'the run goes on'",
    '/** @returns null when none exists. A prompt of course has answers. */',
    '/** The hold. Absent: there is none. */',
    '/** Adds the numbers. Pure. */',
    "const why = 'a lock prevents that git moves the branch'",
    "const what = 'says what prevents that now'",
    "const other = 'the run continues'",
  ].join('\n')
  const finds = [...findsIn('a.ts', commentsOf(source), RULES), ...findsIn('a.ts', quotedLinesOf(source), IN_ALL)]
  expect(finds.map((line) => line.split(':')[1])).toEqual(['1', '2', '3', '7', '8', '5', '9'])
})
