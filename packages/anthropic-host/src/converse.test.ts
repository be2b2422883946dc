import Anthropic, { APIConnectionError } from '@anthropic-ai/sdk'
import { factPrinter } from '@coppice/host-parts'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { Conversation } from './conversation/conversation.ts'
import { converse } from './converse.ts'

/** Holds a conversation in which each request is refused. The waits between them take a millisecond. */
const endingWith = (connect: () => Anthropic) =>
  converse({
    connect,
    ...{ model: 'x', tools: [], conversation: Conversation.begin(tempFolder(), 'do it'), inbox: { take: () => [] } },
    ...{ check: { find: async () => ({ holds: true, text: '' }) as const }, onResult: () => {}, redact: String },
    ...{ print: factPrinter(() => {}, Date.now), limits: { maxTurns: 9, maxTokens: null }, silenceMs: 1 },
    purse: { open: async () => {} },
    ...{ signal: new AbortController().signal, now: Date.now },
  })

const clientOf = (fetch: typeof globalThis.fetch, options: object = { apiKey: 'k' }) =>
  new Anthropic({ baseURL: 'http://localhost:1', maxRetries: 0, logLevel: 'off', fetch, ...options })

it('S5: an outage of the provider holds the provider and uses up no attempt', async () => {
  const refuse = () => Promise.reject(new APIConnectionError({ message: 'no network' }))
  expect(await endingWith(() => clientOf(refuse))).toMatchObject({
    ...{ is: 'limited', until: null, reason: expect.stringMatching(/no network.*check the network/) },
  })
})

it('S5: a client that the SDK cannot make is a failure of configuration', async () => {
  const both = { apiKey: 'k', authToken: 't', profile: 'p' }
  expect(await endingWith(() => clientOf(fetch, both))).toMatchObject({ is: 'failed', class: 'configuration' })
})
