import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConfigList } from './parse-config-list.ts'
import { hooksOff, isPartialClone, overrides, programSettings } from './program-settings.ts'

const key = fc.constantFrom(
  'filter.lfs.clean',
  'filter.a=b.process',
  'filter.x.required',
  'merge.ours.driver',
  'user.name',
  'core.pager',
)
const text = fc.string({ maxLength: 20 }).filter((value) => !value.includes('\0'))
const entries = fc.array(fc.record({ scope: fc.constant('local'), origin: fc.constant('file:/x'), key, value: text }), {
  maxLength: 8,
})

test('config with any values is parsed', () => {
  fc.assert(
    fc.property(entries, (written) => {
      const stdout = written.map((entry) => `${entry.scope}\0${entry.origin}\0${entry.key}\n${entry.value}\0`).join('')
      expect(parseConfigList(stdout)).toEqual(written)
    }),
  )
  expect(parseConfigList('local\0file:/x\0core.bare\0')).toEqual([
    { scope: 'local', origin: 'file:/x', key: 'core.bare', value: 'true' },
  ])
})

test('I2: with the overrides, exactly the trusted programs run', () => {
  fc.assert(
    fc.property(entries, entries, (before, after) => {
      const [trusted, now] = [programSettings(before), programSettings(after)]
      const effective = new Map([...now, ...overrides(trusted, now)])
      for (const [name, value] of effective) {
        if (trusted.has(name)) expect(value).toBe(trusted.get(name))
        else expect(['', 'false', expect.stringMatching(/^git merge-file/)]).toContainEqual(value)
      }
      for (const name of trusted.keys()) expect(effective.get(name)).toBe(trusted.get(name))
    }),
  )
})

test('nothing is overridden when no program has changed', () => {
  fc.assert(
    fc.property(entries, (same) => {
      expect(overrides(programSettings(same), programSettings(same))).toEqual([])
    }),
  )
})

test('a repository with a promisor remote is a partial clone', () => {
  const entry = (name: string, value: string) => [{ scope: 'local', origin: 'file:/x', key: name, value }]
  expect(isPartialClone(entry('remote.origin.promisor', 'true'))).toBe(true)
  expect(isPartialClone(entry('extensions.partialclone', 'origin'))).toBe(true)
  expect(isPartialClone(entry('remote.origin.promisor', 'false'))).toBe(false)
  expect(isPartialClone(entry('remote.origin.url', 'x'))).toBe(false)
})

test('I2: every hook that the config names is switched off', () => {
  const entry = (key: string) => ({ scope: 'local', origin: 'file:/x', key, value: 'x' })
  const entries = ['hook.a.command', 'hook.a.event', 'hook.b.c=d e.command', 'hook.a.enabled', 'core.hookspath'].map(
    entry,
  )
  expect(hooksOff(entries)).toEqual([
    ['hook.a.enabled', 'false'],
    ['hook.b.c=d e.enabled', 'false'],
  ])
})
