import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { nodeProxy } from './node-proxy.ts'

const run = promisify(execFile)

/** Starts a server that responds to each request. `asked` has the hosts that it is asked to reach, as a proxy is. */
async function startServer() {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers.host)
    response.end('ok')
  })
  server.on('connect', (request, socket) => {
    asked.push(request.url)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

it('a script of Coppice sends its requests to the proxy of the server, except those to this machine', async () => {
  const [proxy, local] = await Promise.all([startServer(), startServer()])
  const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: 'example.org' }
  const script = 'await fetch(process.argv[1]).catch(() => {}); process.exit(0)'
  const asks = (url: string) =>
    run(process.execPath, ['--input-type=module', '-e', script, url], { env: { ...env, ...nodeProxy(env) } })
  await asks('https://model.invalid/')
  await asks(local.url)
  expect(proxy.asked).toEqual(['model.invalid:443'])
  expect(local.asked).toHaveLength(1)
})

it('a script keeps the direct addresses of the server, and gets no variables when the server has no proxy', () => {
  expect(nodeProxy({ https_proxy: 'http://proxy:3128', no_proxy: 'a.example, localhost' })).toEqual({
    NODE_USE_ENV_PROXY: '1',
    NO_PROXY: 'a.example,localhost,127.0.0.1,::1',
    no_proxy: 'a.example,localhost,127.0.0.1,::1',
  })
  expect(nodeProxy({ NO_PROXY: 'a.example' })).toEqual({})
})
