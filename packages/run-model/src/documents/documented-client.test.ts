import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type AnyDefinition, EVENTS } from '../events/events.ts'

const CLIENT = new URL('../../../../docs/client/follow-run.mjs', import.meta.url)
const FRAGMENT = /\.\.\. on (\w+) \{ ([\w ]+) \}/g

/** The client in the documentation uses no package, so it contains the names of events and fields as text. */
test('the documented client requests only events and fields that the run model has', () => {
  const fragments = [...readFileSync(CLIENT, 'utf8').matchAll(FRAGMENT)]
  expect(fragments.length).toBeGreaterThan(0)
  for (const [, name = '', fields = ''] of fragments) {
    const definition = (EVENTS as Readonly<Record<string, AnyDefinition>>)[name]
    expect(Object.keys(definition?.fields ?? {}), name).toEqual(expect.arrayContaining(fields.split(' ')))
  }
})
