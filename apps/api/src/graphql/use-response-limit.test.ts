import { createSchema, createYoga } from 'graphql-yoga'
import { expect, it } from 'vitest'
import { useResponseLimit } from './use-response-limit.ts'

const MOST = 1_000

const yoga = createYoga({
  schema: createSchema({
    typeDefs: 'type Query { text(bytes: Int!): String! } type Subscription { text: String! }',
    resolvers: {
      Query: { text: (_root, { bytes }) => 'é'.repeat(bytes / 2) },
      Subscription: {
        text: {
          subscribe: async function* () {
            for (const bytes of [10, 2_000, 20]) yield { text: 'x'.repeat(bytes) }
          },
        },
      },
    },
  }),
  plugins: [useResponseLimit(MOST)],
  maskedErrors: false,
  logging: false,
})

async function ask(query: string, accept: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept }
  const response = await yoga.fetch('http://x/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) })
  return response.text()
}

it('R4: a response above the limit is refused, and the message says what to do; a response at the limit is sent', async () => {
  const around = '{"text":""}'.length
  const most = await ask(`{ text(bytes: ${MOST - around - 1}) }`, 'application/json')
  expect(JSON.parse(most).data.text).toHaveLength((MOST - around - 1) / 2)
  const { data, errors } = JSON.parse(await ask(`{ text(bytes: ${MOST}) }`, 'application/json'))
  expect({ data, errors }).toMatchObject({
    errors: [{ message: expect.stringContaining('Ask for fewer fields'), extensions: { code: 'LIMIT_EXCEEDED' } }],
  })
})

it('R2: an event above the limit ends its subscription with an error, so that no later event is sent after a missing one', async () => {
  const events = (await ask('subscription { text }', 'text/event-stream'))
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)))
  expect(events).toMatchObject([
    { data: { text: 'xxxxxxxxxx' } },
    { errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] },
  ])
})
