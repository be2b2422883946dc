/**
 * Bundles the host of agents of the kind `anthropic`, so that it starts sooner. A server whose sources have changed since then starts the
 * host from its modules.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { bundleFiles, hashOfSources } from '../packages/anthropic-host/src/bundled.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The lockfile decides which versions of packages are in the bundle. */
const LOCKFILE = 'pnpm-lock.yaml'
const SCRIPT = `import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../compile-cache', import.meta.url)))
await import('./anthropic-host.modules.mjs')
`

const { script, modules, record } = bundleFiles()
const bundle = await rolldown({ input: `${ROOT}packages/anthropic-host/src/run-host.ts`, cwd: ROOT, platform: 'node' })
mkdirSync(dirname(script), { recursive: true })
const { output } = await bundle.write({ file: modules, format: 'esm', codeSplitting: false })
await bundle.close()
writeFileSync(script, SCRIPT)
const ours = output[0].moduleIds.filter((id) => id.startsWith('/') && !id.includes('/node_modules/'))
const sources = [LOCKFILE, ...ours.map((id) => relative(ROOT, id)).sort()]
writeFileSync(record, JSON.stringify({ sources, hash: hashOfSources(sources) }))
