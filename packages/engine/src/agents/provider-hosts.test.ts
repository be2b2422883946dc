import { expect, it } from 'vitest'
import { hostsInVariables, hostsOfAgent } from './provider-hosts.ts'

it('an agent in a sandbox may reach the API of its provider, and the addresses in its variables with their ports', () => {
  expect(hostsOfAgent('anthropic', 'command')).toContain('api.anthropic.com')
  expect(hostsOfAgent('team-a', 'anthropic')).toEqual(hostsOfAgent('anthropic', 'anthropic'))
  expect(hostsOfAgent('openai', 'anthropic')).toEqual(expect.arrayContaining(['api.openai.com', 'api.anthropic.com']))
  expect(hostsOfAgent('command', 'command')).toEqual([])
  expect(hostsOfAgent('constructor', 'toString')).toEqual([])
  const env = {
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:4200/v1',
    OPENAI_BASE_URL: 'https://gate.example.com',
    OTHER: 'http://x.y',
  }
  expect(hostsInVariables(env)).toEqual(['127.0.0.1:4200', 'gate.example.com:443'])
  expect(hostsInVariables({ A_BASE_URL: 'no address' })).toEqual([])
})
