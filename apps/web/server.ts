import { fileURLToPath } from 'node:url'
import type { Console } from './src/serve/console.ts'
import { devConsole } from './src/serve/dev-console.ts'
import { exportedConsole } from './src/serve/exported-console.ts'

export type { Console } from './src/serve/console.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** Creates the console from the pages that `next build` exported. With `dev`, it renders the pages from the source at each request. */
export function createConsole({ dev = false }: { dev?: boolean } = {}): Console {
  return dev ? devConsole(HERE) : exportedConsole(`${HERE}.next/console`)
}
