import Anthropic from '@anthropic-ai/sdk'
import { factPrinter } from '@coppice/host-parts'
import { createSimulator } from '@coppice/messages-simulator'
import { tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { Conversation } from './conversation/conversation.ts'
import { converse } from './converse.ts'
import { worktreeTools } from './tools/worktree-tools.ts'

interface Body {
  thread?: unknown
  cache_control?: unknown
  system: { cache_control?: unknown }[]
  tools: { name: string; cache_control?: unknown }[]
  context_management: unknown
  messages: { role: string }[]
}

/** Holds a conversation of two replies with the simulator. @returns what was sent */
async function sent(): Promise<{ bodies: Body[]; headers: Headers[] }> {
  const simulator = await createSimulator({
    scripts: { a: { steps: [{ calls: [{ tool: 'bash', input: { command: 'echo hello' } }] }, { text: 'Done.' }] } },
  })
  onTestFinished(() => simulator.close())
  const bodies: Body[] = []
  const headers: Headers[] = []
  const recorded =
    (inner: typeof fetch): typeof fetch =>
    (url, init) => {
      bodies.push(JSON.parse(String(init?.body)))
      headers.push(new Headers(init?.headers))
      return inner(url, init)
    }
  const folder = tempFolder()
  const conversation = Conversation.begin(folder, '[[script:a]]')
  const { signal } = new AbortController()
  const redact = (text: string) => text
  const onResult = conversation.result.bind(conversation)
  const tools = worktreeTools({
    others: [],
    worktree: folder,
    env: process.env,
    redact,
    onResult,
    guard: (tool) => tool,
    signal,
  })
  const ending = await converse({
    connect: (fetch) =>
      new Anthropic({ apiKey: 'sk-test', baseURL: simulator.url, maxRetries: 0, fetch: recorded(fetch) }),
    ...{ model: 'claude-haiku-4-5', tools, conversation, onResult, redact, signal, silenceMs: 10_000, now: Date.now },
    ...{ inbox: { take: () => [] }, check: { find: async () => ({ holds: true, text: '' }) as const } },
    ...{ print: factPrinter(() => {}, Date.now), limits: { maxTurns: 10, maxTokens: null } },
    purse: { open: async () => {} },
  })
  for (const tool of tools) await tool.close?.()
  expect(ending).toEqual({ is: 'done' })
  return { bodies, headers }
}

it('M1, R1: each request has the whole conversation, no thread at the provider, three breakpoints of the cache, and context editing', async () => {
  const { bodies, headers } = await sent()
  expect(bodies.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
    ['user'],
    ['user', 'assistant', 'user'],
  ])
  const ephemeral = { type: 'ephemeral' }
  for (const { thread, cache_control, system, tools, context_management } of bodies) {
    expect({ thread, cache_control }).toEqual({ thread: undefined, cache_control: ephemeral })
    expect(system.map((block) => block.cache_control)).toEqual([ephemeral])
    expect(tools.map((tool) => tool.cache_control)).toEqual([...Array(5).fill(undefined), ephemeral])
    expect(context_management).toMatchObject({ edits: [{ type: 'clear_tool_uses_20250919' }] })
  }
  for (const header of headers) expect(header.get('anthropic-beta')).toContain('context-management-2025-06-27')
})
