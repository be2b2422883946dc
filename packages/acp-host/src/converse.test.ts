import type { PromptResponse } from '@agentclientprotocol/sdk'
import { expect, it } from 'vitest'
import { type ConverseParts, converse } from './converse.ts'

/** An agent that ends each turn at once, and a person who sends one message after the first turn. */
function given() {
  const stop = new AbortController()
  const prompts: string[] = []
  const parts: ConverseParts = {
    prompt: async (text) => {
      prompts.push(text)
      return { stopReason: 'end_turn' } as PromptResponse
    },
    endTurn: () => {},
    lastMessage: () => '',
    toldClaim: () => null,
    takeMessages: async () => (prompts.length === 1 ? ['Use tabs.'] : []),
    usage: { promptEnd: () => [], promptFailed: () => [] },
    limitReached: () => null,
    check: { find: async () => ({ holds: true, text: '', missing: '' }) } as unknown as ConverseParts['check'],
    print: Object.assign(() => {}, { writing: () => {}, alive: () => {} }),
    endingOf: async () => ({ is: 'stopped' }),
    signal: stop.signal,
  }
  return { parts, prompts, stop }
}

it('C2: an agent gets no prompt after its session was told to end, neither the first one nor one between two turns', async () => {
  const before = given()
  before.stop.abort()
  expect(await converse(before.parts, 'Do it.')).toEqual({ is: 'stopped' })
  expect(before.prompts).toEqual([])

  const between = given()
  const { takeMessages } = between.parts
  between.parts.takeMessages = () => {
    between.stop.abort()
    return takeMessages()
  }
  expect(await converse(between.parts, 'Do it.')).toEqual({ is: 'stopped' })
  expect(between.prompts).toEqual(['Do it.'])
})

it('an agent gets the message of a person as its next prompt', async () => {
  const { parts, prompts } = given()
  expect(await converse(parts, 'Do it.')).toEqual({ is: 'done' })
  expect(prompts).toEqual(['Do it.', expect.stringContaining('Use tabs.')])
})
