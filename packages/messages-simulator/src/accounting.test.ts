import Anthropic from '@anthropic-ai/sdk'
import type { BetaMessageParam, BetaUsage } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ScriptInput, scriptSchema } from './script/script.ts'
import type { ServedRequest } from './served-request.ts'
import { createSimulator } from './simulator.ts'
import { MODEL } from './testing/given-simulator.ts'

const RUNS = Number(process.env.COPPICE_PROPERTY_RUNS ?? 25)

const someText = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((text) => `.${text}.`)
const someStep = fc.record(
  {
    text: someText,
    thinking: someText,
    calls: fc.array(
      fc.record({ tool: fc.constant('bash'), input: fc.dictionary(someText, someText, { maxKeys: 2 }) }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['text'] },
)
const someScript: fc.Arbitrary<ScriptInput> = fc.record({ steps: fc.array(someStep, { minLength: 1, maxLength: 4 }) })

/** What a client knows of one request. The usage is null when it got none. */
interface Told {
  requestId: string | null
  usage: BetaUsage | null
  isWhole: boolean
}

/** Carries out a script with the SDK, as an agent does that retries until a reply is whole. */
async function carriedOut(script: ScriptInput, seed: number) {
  const simulator = await createSimulator({ scripts: { a: script }, seed, randomFaults: { rate: 0.4 } })
  try {
    const client = new Anthropic({ baseURL: simulator.url, apiKey: 'sk-test', maxRetries: 0, logLevel: 'off' })
    const told: Told[] = []
    const messages: BetaMessageParam[] = [{ role: 'user', content: '[[script:a]] Do it.' }]
    for (const _step of scriptSchema.parse(script).steps) {
      const content = await wholeReply(client, messages, told)
      const calls = content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
      const results = calls.map((tool_use_id) => ({ type: 'tool_result' as const, tool_use_id, content: 'ok' }))
      messages.push(
        { role: 'assistant', content },
        { role: 'user', content: results.length > 0 ? results : 'And now?' },
      )
    }
    return { told, served: simulator.served, messages }
  } finally {
    await simulator.close()
  }
}

async function wholeReply(client: Anthropic, messages: readonly BetaMessageParam[], told: Told[]) {
  for (;;) {
    const stream = client.beta.messages.stream({
      ...{ model: MODEL, max_tokens: 4096, cache_control: { type: 'ephemeral' } },
      tools: [{ name: 'bash', input_schema: { type: 'object' } }],
      messages: [...messages],
    })
    let usage: BetaUsage | null = null
    stream.on('streamEvent', (event) => {
      if (event.type === 'message_start') usage = { ...event.message.usage }
    })
    const message = await stream.finalMessage().catch((error: unknown) => error)
    const requestId = stream.request_id ?? (message as { requestID?: string }).requestID ?? null
    const isWhole = !(message instanceof Error)
    if (isWhole) usage = (message as { usage: BetaUsage }).usage
    told.push({ requestId, usage, isWhole })
    if (isWhole) return (message as { content: [] }).content as Extract<BetaMessageParam['content'], unknown[]>
  }
}

const tokensOf = ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: ServedRequest) => [
  input,
  cacheRead,
  cacheWrite5m + cacheWrite1h,
  output,
]

it('whatever faults come by chance, the client was told the tokens that are recorded, and gets each step once', async () => {
  await fc.assert(
    fc.asyncProperty(someScript, fc.nat(), async (script, seed) => {
      const { told, served, messages } = await carriedOut(script, seed)
      expect(told.map(({ isWhole }) => isWhole)).toEqual(served.map(({ outcome }) => outcome === 'complete'))
      for (const [index, { requestId, usage }] of told.entries()) {
        const entry = served[index] as ServedRequest
        if (entry.status > 0) expect(requestId).toBe(entry.requestId)
        const {
          input_tokens = 0,
          cache_read_input_tokens = 0,
          cache_creation_input_tokens = 0,
          output_tokens = 0,
        } = usage ?? {}
        expect([input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens]).toEqual(
          tokensOf(entry),
        )
      }
      const { steps } = scriptSchema.parse(script)
      const said = messages.flatMap(({ role, content }) =>
        role === 'assistant' && Array.isArray(content) ? [content] : [],
      )
      expect(said.map((blocks) => blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])))).toEqual(
        steps.map(({ text }) => [text]),
      )
    }),
    { numRuns: RUNS },
  )
})

it('a seed decides faults, ids of calls and signatures, and nothing else does, except for the ids of requests', async () => {
  await fc.assert(
    fc.asyncProperty(someScript, fc.nat(), async (script, seed) => {
      const [one, two] = [await carriedOut(script, seed), await carriedOut(script, seed)]
      const comparable = ({ served }: typeof one) => served.map(({ requestId: _, at: __, ...rest }) => rest)
      expect(comparable(two)).toEqual(comparable(one))
      expect(two.messages).toEqual(one.messages)
      expect(two.served.some(({ requestId }) => one.served.some((entry) => entry.requestId === requestId))).toBe(false)
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  )
  const script = { steps: Array.from({ length: 20 }, (_, index) => ({ text: `Step ${index}.` })) }
  const faultsOf = async (seed: number) => (await carriedOut(script, seed)).served.map(({ fault }) => fault)
  expect(await faultsOf(1)).not.toEqual(await faultsOf(2))
})
