import { expect, it } from 'vitest'
import { hostsInVariables, hostsOfProvider } from './provider-hosts.ts'

it('an agent in a sandbox may reach the API of its provider, and the addresses in its variables with their ports', () => {
  expect(hostsOfProvider('anthropic')).toContain('api.anthropic.com')
  expect(hostsOfProvider('command')).toEqual([])
  expect(hostsOfProvider('constructor')).toEqual([])
  const env = {
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:4200/v1',
    OPENAI_BASE_URL: 'https://gate.example.com',
    OTHER: 'http://x.y',
  }
  expect(hostsInVariables(env)).toEqual(['127.0.0.1:4200', 'gate.example.com:443'])
  expect(hostsInVariables({ A_BASE_URL: 'no address' })).toEqual([])
})
