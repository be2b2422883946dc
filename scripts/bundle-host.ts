/**
 * Bundles the host of agents of the kind `anthropic`, so that it starts sooner. A server whose sources have changed since then starts the
 * host from its modules.
 */
import { mkdirSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { bundleFiles, hashOfSources } from '../packages/anthropic-host/src/bundled.ts'
import { replaceFile } from './replace-file.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The lockfile decides which versions of packages are in the bundle. */
const LOCKFILE = 'pnpm-lock.yaml'
const SCRIPT = `import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../compile-cache', import.meta.url)))
await import('./anthropic-host.modules.mjs')
`

// A host may start while its bundle is made again.
const { script, modules, record } = bundleFiles()
const bundle = await rolldown({ input: `${ROOT}packages/anthropic-host/src/run-host.ts`, cwd: ROOT, platform: 'node' })
mkdirSync(dirname(script), { recursive: true })
const { output } = await bundle.generate({ file: modules, format: 'esm', codeSplitting: false })
await bundle.close()
replaceFile(modules, output[0].code)
replaceFile(script, SCRIPT)
const ours = output[0].moduleIds.filter((id) => id.startsWith('/') && !id.includes('/node_modules/'))
const sources = [LOCKFILE, ...ours.map((id) => relative(ROOT, id)).sort()]
// A server uses the bundle only if its record fits the sources, so the record comes last.
replaceFile(record, JSON.stringify({ sources, hash: hashOfSources(sources) }))
