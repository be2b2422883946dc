import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportedConsole } from './exported-console.ts'

const INLINE = 'start("_projectId_")'
const FILES = {
  'index.html': '<html>projects</html>',
  '404.html': '<html>no such page</html>',
  'projects/_projectId_.html': `<script src="/a.js"></script><script>${INLINE}</script><p>_projectId_</p>`,
  'projects/_projectId_.txt': '{"k":"_projectId_"}',
  '_next/static/chunks/a.js': 'run()',
}

let folder: string
let server: Server
let base: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-'))
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const pages = exportedConsole(folder)
  await pages.prepare()
  server = createServer((request, response) => void pages.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

const get = (path: string, init?: RequestInit) => fetch(base + path, init)

describe('the exported console', () => {
  it('replaces the placeholder by the id of the address, in pages and in the data of pages', async () => {
    const page = await get('/projects/UHJv%3D?tab=runs')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<p>UHJv%3D</p>')
    expect(await (await get('/projects/p1.txt?_rsc=x')).text()).toBe('{"k":"p1"}')
  })

  it('allows only the inline scripts that are in the page', async () => {
    const policy = (await get('/projects/p1')).headers.get('content-security-policy') ?? ''
    const hash = createHash('sha256').update('start("p1")').digest('base64')
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'")
  })

  it('lets browsers cache files with a hash in their name, but not pages', async () => {
    expect((await get('/_next/static/chunks/a.js')).headers.get('cache-control')).toContain('immutable')
    const page = await get('/')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const again = await get('/', { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('sends the page "not found" with status 404 for an unknown address', async () => {
    for (const path of ['/nope', "/projects/a'b", '/..%2f..%2fpackage.json', '/projects/p1/../../../etc/passwd']) {
      const result = await get(path)
      expect(result.status, path).toBe(404)
      expect(await result.text()).toContain('no such page')
    }
  })

  it('accepts only GET and HEAD', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405)
    const head = await get('/', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('says what to do when the console is not built', async () => {
    await expect(exportedConsole(join(folder, 'nowhere')).prepare()).rejects.toThrow('next build')
  })
})
