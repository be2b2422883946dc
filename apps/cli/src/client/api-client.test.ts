import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { EXIT } from '../exit-codes.ts'
import { type ApiClient, ConnectionLost, createApiClient } from './api-client.ts'

/** Starts a server that sends the same body for each request. @returns a client of this server. */
async function clientOf(body: string, type = 'application/json'): Promise<ApiClient> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': type }).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return createApiClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' })
}

const errors = (code: string) => JSON.stringify({ errors: [{ message: 'who?', extensions: { code } }] })

async function all(api: ApiClient): Promise<unknown[]> {
  const got: unknown[] = []
  for await (const data of api.subscribe('subscription { x }', {}, new AbortController().signal)) got.push(data)
  return got
}

test('A1: if the server does not accept the token, the exit code is 4', async () => {
  const refused = { exitCode: EXIT.unauthenticated, message: 'who?' }
  await expect((await clientOf(errors('UNAUTHENTICATED'))).request('{ x }')).rejects.toMatchObject(refused)
  await expect((await clientOf(errors('FORBIDDEN'))).request('{ x }')).rejects.toMatchObject(refused)
  await expect(all(await clientOf(errors('UNAUTHENTICATED')))).rejects.toMatchObject(refused)
})

test('any other error of the server becomes one line without a stack', async () => {
  await expect((await clientOf(errors('INTERNAL_SERVER_ERROR'))).request('{ x }')).rejects.toMatchObject({
    exitCode: EXIT.failed,
    message: 'The server reported an error: who?',
  })
})

test.each(['<h1>hello</h1>', '{}'])(
  'the response %s of another program is one line that names the address',
  async (body) => {
    await expect((await clientOf(body)).request('{ x }')).rejects.toMatchObject({
      exitCode: EXIT.failed,
      message: expect.stringMatching(
        /^The response of http:\/\/127\.0\.0\.1:\d+ does not come from a Coppice server\. /,
      ),
    })
  },
)

test('R2: a stream that ends without the event "complete" is a lost connection', async () => {
  const next = 'event: next\ndata: {"data":{"x":1}}\n\n'
  expect(await all(await clientOf(`${next}event: complete\ndata:\n\n`, 'text/event-stream'))).toEqual([{ x: 1 }])
  await expect(all(await clientOf(next, 'text/event-stream'))).rejects.toThrow(ConnectionLost)
})

test('if no server listens at the address, the connection is lost, and the message says what to do', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise((resolve) => server.close(resolve))
  const lost = createApiClient({ url, token: 't' }).request('{ x }')
  await expect(lost).rejects.toThrow(ConnectionLost)
  await expect(lost).rejects.toThrow(
    `${url} cannot be reached. To see whether a server is running, and its runs: coppice status.`,
  )
})

test.each(['before its response', 'within its response'])(
  'if the server closes the connection %s, the message says that the command may have taken effect',
  async (when) => {
    const server = createServer((_, response) => {
      if (when === 'within its response') response.writeHead(200, { 'content-length': 9 }).write('{')
      setImmediate(() => response.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const lost = createApiClient({ url, token: 't' }).request('{ x }')
    await expect(lost).rejects.toThrow(ConnectionLost)
    await expect(lost).rejects.toThrow(`${url} closed the connection before it responded. It may have carried out`)
  },
)
