#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// What was compiled is kept beside the tools that the start fetched: a second start of any command has half of its work done.
enableCompileCache(fileURLToPath(new URL('../../../.toolchain/compile-cache', import.meta.url)))
const { main } = await import('./main.ts')

process.exitCode = await main(process.argv.slice(2))
