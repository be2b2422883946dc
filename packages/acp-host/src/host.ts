import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The script of the host. Its compiled code is kept in a cache, so that a host starts sooner. */
enableCompileCache(fileURLToPath(new URL('../../../.toolchain/compile-cache', import.meta.url)))
await import('./run-host.ts')
