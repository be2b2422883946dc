import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Console } from './console.ts'

/**
 * The functions of Next that the console uses. The types of Next are not imported, because they would add the types of React and the
 * browser here.
 */
interface NextApp {
  prepare(): Promise<void>
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
  getUpgradeHandler(): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
  close(): Promise<void>
}

/** Creates a console that renders its pages from the source at each request. Next is imported at the first use, because it is large. */
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
