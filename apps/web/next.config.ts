import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants.js'

/**
 * The console is a set of static pages (docs/adr). `next dev` renders on demand instead, so that it takes any id in an
 * address and not only the placeholders that an export is made with.
 */
export default function config(phase: string): NextConfig {
  return {
    ...(phase === PHASE_PRODUCTION_BUILD ? { output: 'export', distDir: '.next/console' } : {}),
    generateBuildId: () => sourceHash(),
    reactStrictMode: true,
    transpilePackages: ['@coppice/run-model'],
    // s. On a busy machine a page took over a minute, and the third time that ends the build.
    staticPageGenerationTimeout: 600,
    // Types are checked by the gate, once, together with everything else.
    typescript: { ignoreBuildErrors: true },
    devIndicators: false,
  }
}

/** The same source makes the same build. The id tells an open page of another build to load anew. */
function sourceHash(): string {
  const hash = createHash('sha256')
  const files = ['src', '../../packages/run-model/src']
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of ['package.json', ...files.sort()]) hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 20)
}
