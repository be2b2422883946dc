import { expect, test } from 'vitest'
import type { KnownAgent } from '../agents/agents-of.ts'
import { chooseAgent } from './choose-agent.ts'

const agent = (name: string, usable: boolean): KnownAgent => ({
  ...{ name, kind: name, title: name, version: null, usable, advice: usable ? null : 'Sign in' },
  ...{ signIn: usable ? 'SIGNED_IN' : 'SIGNED_OUT', signedInBy: null, note: null, settings: [] },
})
const AGENTS = [agent('one', false), agent('two', true), agent('three', true)]
const replying = (index: number | null) => ({ choose: async () => index })

test('a person who chooses on the terminal sees only the agents that can be used', async () => {
  expect((await chooseAgent(replying(1), AGENTS, undefined)).name).toBe('three')
})

test('without a terminal, the first agent that can be used is chosen', async () => {
  expect((await chooseAgent(replying(null), AGENTS, undefined)).name).toBe('two')
})

test('an agent that is named is chosen also when it cannot be used here, and a wrong name lists all', async () => {
  expect((await chooseAgent(replying(null), AGENTS, 'one')).name).toBe('one')
  await expect(chooseAgent(replying(null), AGENTS, 'four')).rejects.toThrow('The agents: one, two, three.')
})
