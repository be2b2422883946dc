import { expect, it } from 'vitest'
import { agents } from '../agents/registry.ts'
import { createSecretKeeper } from '../hosts/shell/passed-variables.ts'
import { agentList } from './agent-list.ts'

const listed = (environment: Record<string, string>) =>
  agentList({ agents, env: { HOME: '/nowhere', PATH: '/bin' }, passed: createSecretKeeper(environment, []).passed })
const named = (name: string, environment: Record<string, string> = {}) =>
  listed(environment).find((one) => one.name === name)

it('an agent with a key in a variable is signed in by it, and one without a key says what to do', () => {
  expect(named('anthropic', { ANTHROPIC_API_KEY: 'sk' })).toMatchObject({
    ...{ kind: 'anthropic', signIn: { is: 'signed-in', by: 'ANTHROPIC_API_KEY' }, obstacle: null },
  })
  expect(named('anthropic')).toMatchObject({
    ...{ signIn: { is: 'signed-out' }, obstacle: expect.stringContaining('ANTHROPIC_API_KEY') },
  })
})

it('a command needs nothing, and comes after all agents of providers', () => {
  expect(named('command')).toMatchObject({ signIn: { is: 'not-needed' }, obstacle: null })
  expect(listed({}).at(-1)?.name).toBe('command')
})

it('an agent that is signed out cannot be started', () => {
  const wrong = listed({}).filter(({ signIn, obstacle }) => signIn.is === 'signed-out' && obstacle === null)
  expect(wrong).toEqual([])
})
