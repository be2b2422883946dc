import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Console } from './console.ts'
import { contentType } from './content-type.ts'
import { fillIn } from './placeholder.ts'
import { type Route, type RouteTable, routeTable } from './route-table.ts'
import { securityHeaders } from './security-headers.ts'

const FOREVER = 'public, max-age=31536000, immutable'

/** Creates a console that serves the files that `next build` exported to `folder`. */
export function exportedConsole(folder: string): Console {
  let find: RouteTable | null = null
  return {
    async prepare() {
      find = routeTable(await filesBelow(folder))
    },
    async handle(request, response) {
      if (find === null) throw new Error('Console.prepare() must be called before the first request.')
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
      const route = find(pathOf(request))
      if (route?.file.startsWith('_next/static/')) return sendFile(join(folder, route.file), request, response)
      await sendPage(folder, route, request, response)
    },
    async close() {},
  }
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Error('The console is not built: run `next build` in apps/web.', { cause })
  })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

/**
 * Whether to compress a file. To a browser on the same machine, compressing takes longer than sending: 60 ms for the scripts of the
 * console.
 */
function isWorthZipping(path: string, request: IncomingMessage): boolean {
  const { remoteAddress = '' } = request.socket
  const isLocal = remoteAddress === '::1' || /^(::ffff:)?127\./.test(remoteAddress)
  return !isLocal && !path.endsWith('.woff2') && /\bgzip\b/.test(String(request.headers['accept-encoding']))
}

/** Sends a file. Browsers cache a file for ever if its name changes with its content. */
async function sendFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const zips = isWorthZipping(path, request)
  response.writeHead(200, {
    'cache-control': FOREVER,
    'content-type': contentType(path),
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
    ...(zips ? { 'content-encoding': 'gzip' } : {}),
  })
  if (request.method === 'HEAD') return void response.end()
  const stages = zips ? [createReadStream(path), createGzip(), response] : [createReadStream(path), response]
  // Ignore the error when the client disconnects.
  await pipeline(stages).catch(() => response.destroy())
}

/** Sends a page, or the data that Next requests for a page. Browsers must not cache either, because its content depends on the address. */
async function sendPage(
  folder: string,
  route: Route | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = route?.file ?? '404.html'
  const content = await readFile(join(folder, file))
  const body =
    route !== null && Object.keys(route.values).length > 0 ? fillIn(content.toString(), route.values) : content
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  if (route !== null && request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
  response.writeHead(route === null ? 404 : 200, {
    'cache-control': 'no-cache',
    'content-type': contentType(file),
    'content-length': Buffer.byteLength(body),
    etag,
    ...(file.endsWith('.html') ? securityHeaders(body.toString()) : { 'x-content-type-options': 'nosniff' }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
