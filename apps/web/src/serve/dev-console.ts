import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Console } from './console.ts'

/**
 * The part of Next that serves pages. Next's own types would bring those of React and the browser into every program that serves the
 * console.
 */
interface NextApp {
  prepare(): Promise<void>
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
  getUpgradeHandler(): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
  close(): Promise<void>
}

/** Renders the pages from the source. Next is imported only here at run time, because it is large. */
export function devConsole(folder: string): Console {
  const app = nextApp(folder)
  return {
    prepare: async () => (await app).prepare(),
    handle: async (request, response) => (await app).getRequestHandler()(request, response),
    upgrade: async (request, socket, head) => (await app).getUpgradeHandler()(request, socket, head),
    close: async () => (await app).close(),
  }
}

async function nextApp(folder: string): Promise<NextApp> {
  const name: string = 'next'
  const { default: next } = (await import(name)) as { default: (options: { dev: boolean; dir: string }) => NextApp }
  return next({ dev: true, dir: folder })
}
