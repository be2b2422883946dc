import type { Console } from './console.ts'

/** Renders the pages as they are in the source. Next is imported here and nowhere else at run time: it is large. */
export function devConsole(folder: string): Console {
  const app = import('next').then(({ default: next }) => next({ dev: true, dir: folder }))
  return {
    prepare: async () => (await app).prepare(),
    handle: async (request, response) => (await app).getRequestHandler()(request, response),
    upgrade: async (request, socket, head) => (await app).getUpgradeHandler()(request, socket, head),
    close: async () => (await app).close(),
  }
}
