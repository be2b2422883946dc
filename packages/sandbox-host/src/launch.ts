import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The script of the sandbox. Its compiled code is kept in a cache, so that an agent starts sooner. */
enableCompileCache(fileURLToPath(new URL('../../../.toolchain/compile-cache', import.meta.url)))
await import('./confine.ts')
