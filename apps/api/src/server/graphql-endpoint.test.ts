import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { Access } from '../access/access.ts'
import type { Credential } from '../access/credential.ts'
import { handClock } from '../fixtures/hand-clock.ts'
import { logLines } from '../fixtures/log-lines.ts'
import type { Yoga } from '../graphql/yoga.ts'
import type { ApiContext } from '../schema/context.ts'
import { createShares } from '../shares/shares.ts'
import { createGraphqlEndpoint } from './graphql-endpoint.ts'

const ADMIN = { kind: 'local', viewer: { name: 'admin', role: 'ADMIN' } } as Credential

it('R3: a client that leaves while its token is checked leaves no timer behind, which would keep the server from its exit', async () => {
  const clock = handClock()
  const checked = Promise.withResolvers<Credential>()
  const checking = Promise.withResolvers<void>()
  const access = {
    byToken() {
      checking.resolve()
      return checked.promise
    },
    live: { hold: () => () => {} },
  } as unknown as Access
  const endpoint = createGraphqlEndpoint({
    ...{ access, clock, shares: createShares(), log: logLines().log },
    yoga: (async () => {}) as unknown as Yoga,
    contextOf: () => ({}) as ApiContext,
  })
  const handled = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    response.once('close', left.resolve)
    endpoint.handle(request, response, 0).then(handled.resolve, handled.reject)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')

  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token\r\ncontent-length: 0\r\n\r\n')
  await checking.promise
  socket.destroy()
  await left.promise
  checked.resolve(ADMIN)
  await handled.promise

  expect(clock.waiting()).toBe(0)
})
