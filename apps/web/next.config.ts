import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js'

/**
 * A build exports the console as static pages. A page that is exported has a placeholder such as `_projectId_` in its address instead of an
 * id. `next dev` cannot use such pages, so it renders a page at each request.
 */
export default function config(phase: string): NextConfig {
  return {
    ...(phase === PHASE_PRODUCTION_BUILD ? { output: 'export', distDir: '.next/console' } : {}),
    generateBuildId: () => sourceHash(),
    reactStrictMode: true,
    transpilePackages: ['@coppice/run-model'],
    // The time limit of one page, in seconds. The default of 60 s is too short: on a busy machine a page took longer, and the build failed.
    staticPageGenerationTimeout: 600,
    // The gate checks the types of the whole repository.
    typescript: { ignoreBuildErrors: true },
    devIndicators: false,
  }
}

/**
 * The build id: a hash of the source. A page that the browser still has open from another build reloads when it finds this id instead of
 * its own.
 */
function sourceHash(): string {
  const hash = createHash('sha256')
  const files = ['src', '../../packages/run-model/src']
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of ['package.json', ...files.sort()]) hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 20)
}
