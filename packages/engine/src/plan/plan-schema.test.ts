import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { rootOf } from '../shapes/place.ts'
import { Problems } from '../shapes/problems.ts'
import { planFile } from './plan-file.ts'
import { planSchema } from './plan-schema.ts'

const PUBLISHED = '../../../../docs/coppice.plan.schema.json'

/** Checks files against the schema with an implementation that is not our own. */
const bySchema = z.fromJSONSchema(planSchema)

describe('the published JSON Schema', () => {
  test('is up to date; if not, `npx vitest run plan-schema --update` writes it', async () => {
    const text = JSON.stringify(planSchema, null, 2)
    await expect(`${text.replace(LIST_OF_WORDS, onOneLine)}\n`).toMatchFileSnapshot(PUBLISHED)
  })

  test('has a description of every key', () => {
    const undescribed: string[] = []
    JSON.stringify(planSchema, (_, value) => {
      for (const [name, property] of Object.entries(value?.properties ?? {})) {
        if (!z.object({ description: z.string().min(10) }).safeParse(property).success) undescribed.push(name)
      }
      return value
    })
    expect(undescribed).toEqual([])
  })

  test('accepts the same files as parsePlan, apart from references and cycles', () => {
    const seen = { sound: 0, wrong: 0 }
    fc.assert(
      fc.property(almostPlan, (file) => {
        const sound = shapeIsSound(JSON.stringify(file))
        expect(bySchema.safeParse(file).success).toBe(sound)
        seen[sound ? 'sound' : 'wrong'] += 1
      }),
      { numRuns: 1_000 },
    )
    expect(Math.min(seen.sound, seen.wrong)).toBeGreaterThan(100)
  })
})

/** The formatter puts a short list of words on one line. */
const LIST_OF_WORDS = /\[\n\s+("[^\]{]*")\n\s+\]/g
const onOneLine = (_: string, items: string): string => `[${items.replace(/\n\s+/g, ' ')}]`

function shapeIsSound(source: string): boolean {
  const problems = new Problems(new LineCounter())
  planFile.read(rootOf({ document: parseDocument(source), problems, anchors: new Map(), values: 0, aliases: 0 }))
  return !problems.any
}

const odd = fc.constantFrom<unknown>(
  ...JSON.parse(`[
    null, true, 0, -1, 1.5, 1e9, "", " ", "x", "A B", "-a", "a-", "auto", "5m", "0s", "100h", "99h", "12", "soft", "command", "anthropic",
    ".env", "./a/", "../x", "a/../b", "/etc", ".git/config", ".GIT", ".github", "./", "..", "a..b", "a\\nb", [], [null], ["x"],
    [["x"]], {}, { "task": "x" }, { "task": "x", "kind": "soft" }, { "task": "x", "kind": "loose" }, { "kind": "soft" },
    { "verify": "5m" }, { "verify": 5 }, [{ "task": "x" }]
  ]`),
)

/** Every key of the format, with the settings of agents, and one unknown key. */
const words = ['nme']
JSON.stringify(planSchema, (_, value) => {
  words.push(...Object.keys(value?.properties ?? {}))
  return value
})

/** Generates small valid plans in which up to three keys, at any level, have unusual values. */
const almostPlan = fc
  .array(
    fc.record({
      level: fc.constantFrom('plan', 'defaults', 'epic', 'task'),
      key: fc.constantFrom(...new Set(words)),
      value: odd,
    }),
    { maxLength: 3 },
  )
  .map((changes) => {
    const valuesOf = (level: string) =>
      Object.fromEntries(changes.filter((change) => change.level === level).map(({ key, value }) => [key, value]))
    const task = { key: 'a', description: 'A', ...valuesOf('task') }
    return {
      defaults: { ...valuesOf('defaults') },
      epics: [{ key: 'e', tasks: [task], ...valuesOf('epic') }],
      ...valuesOf('plan'),
    }
  })
