import { describe, expect, it } from 'vitest'
import type { Agent } from '../ports/agent.ts'
import { integer, text } from '../shapes/scalars.ts'
import { needed, optional, secret } from './agent-field.ts'
import {
  completeSettings,
  isSameWork,
  lackingSettings,
  secretVariables,
  settingsFrom,
  withSecrets,
} from './agent-settings.ts'

const echo: Agent = {
  kind: 'echo',
  doc: 'repeats what it is told',
  advice: '"agent: echo", with the words in "words"',
  fields: {
    words: needed(text, { doc: 'What it says.', why: 'an echo needs words' }),
    times: optional(integer(1, 9), { doc: 'How often.', value: 1 }),
    token: secret({ doc: 'A secret.', value: null }),
  },
  start: () => null,
  isFollowed: false,
  stdout: 'text',
  facts: () => [],
  readLimit: () => null,
}
const kinds = new Map([['echo', echo]])

describe('the settings of a kind of agent', () => {
  it('have their defaults, and what the plan says instead', () => {
    expect(settingsFrom(echo, { words: 'hi' })).toEqual({ kind: 'echo', words: 'hi', times: 1, token: null })
    expect(settingsFrom(echo, { words: 'hi', times: 3, run: 'x' })).toMatchObject({ times: 3 })
    expect(settingsFrom(echo, { words: 'hi', run: 'x' })).not.toHaveProperty('run')
  })

  it('lack what the kind needs and the plan does not say', () => {
    expect(lackingSettings(echo, { times: 2 })).toEqual([{ name: 'words', why: 'an echo needs words' }])
    expect(lackingSettings(echo, { words: 'hi' })).toEqual([])
  })

  it('of an earlier version have the default of a field that it did not know; an unknown kind stays as it is', () => {
    expect(completeSettings({ kind: 'echo', words: 'hi' }, kinds)).toEqual(settingsFrom(echo, { words: 'hi' }))
    const later = { kind: 'of-a-later-time', depth: 3 }
    expect(completeSettings(later, kinds)).toEqual(later)
  })

  it('A2: name the variables of their secrets, which are replaced by values when the agent starts', () => {
    const named = { kind: 'echo', words: 'hi', times: 1, token: 'TOKEN' }
    expect(secretVariables(named, kinds)).toEqual({ token: 'TOKEN' })
    expect(secretVariables({ ...named, token: null }, kinds)).toEqual({})
    expect(withSecrets(named, { TOKEN: 'sesame', hi: 'no' }, kinds)).toEqual({ ...named, token: 'sesame' })
  })

  it('D6: make other work only where a field that decides it differs', () => {
    const settings = { kind: 'command', run: './do.sh', resolve: null }
    expect(isSameWork(settings, { ...settings, resolve: './both.sh' })).toBe(true)
    expect(isSameWork(settings, { ...settings, run: './other.sh' })).toBe(false)
    expect(isSameWork(settings, { ...settings, kind: 'echo' })).toBe(false)
  })
})
