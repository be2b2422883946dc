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
  doc: 'prints its words',
  advice: '"agent: echo", with the words in "words"',
  fields: {
    words: needed(text, { doc: 'What it prints.', why: 'an echo needs words' }),
    times: optional(integer(1, 9), { doc: 'How often.', value: 1 }),
    token: secret({ doc: 'A secret.', value: null }),
  },
  choices: [],
  start: () => null,
  isFollowed: false,
  canResume: false,
  defaultModel: null,
  variables: () => ({ secret: [], open: [] }),
  obstacle: () => null,
  crash: () => null,
  stdout: 'text',
  facts: () => [],
  readLimit: () => null,
}
const kinds = new Map([['echo', echo]])

describe('the settings of a kind of agent', () => {
  it('have the values of the plan, or else their defaults', () => {
    expect(settingsFrom(echo, { words: 'hi' })).toEqual({ kind: 'echo', words: 'hi', times: 1, token: null })
    expect(settingsFrom(echo, { words: 'hi', times: 3, run: 'x' })).toMatchObject({ times: 3 })
    expect(settingsFrom(echo, { words: 'hi', run: 'x' })).not.toHaveProperty('run')
  })

  it('are lacking if the kind requires them and the plan does not set them', () => {
    expect(lackingSettings(echo, { times: 2 })).toEqual([{ name: 'words', why: 'an echo needs words' }])
    expect(lackingSettings(echo, { words: 'hi' })).toEqual([])
  })

  it('get the defaults of newer fields if an earlier version stored them, unless their kind is unknown', () => {
    expect(completeSettings({ kind: 'echo', words: 'hi' }, kinds)).toEqual(settingsFrom(echo, { words: 'hi' }))
    const later = { kind: 'of-a-later-time', depth: 3 }
    expect(completeSettings(later, kinds)).toEqual(later)
  })

  it('A2: contain the names of the variables of secrets, which are replaced by the values for the start', () => {
    const named = { kind: 'echo', words: 'hi', times: 1, token: 'TOKEN' }
    expect(secretVariables(named, kinds)).toEqual({ token: 'TOKEN' })
    expect(secretVariables({ ...named, token: null }, kinds)).toEqual({})
    expect(withSecrets(named, { TOKEN: 'sesame', hi: 'no' }, kinds)).toEqual({ ...named, token: 'sesame' })
  })

  it('D6: lead to the same work if all fields that decide the work are equal', () => {
    const settings = { kind: 'command', run: './do.sh', resolve: null }
    expect(isSameWork(settings, { ...settings, resolve: './both.sh' })).toBe(true)
    expect(isSameWork(settings, { ...settings, run: './other.sh' })).toBe(false)
    expect(isSameWork(settings, { ...settings, kind: 'echo' })).toBe(false)
  })
})
