#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// The compile cache is kept beside the tools that the start fetched. It halves the work of the second start of any command.
enableCompileCache(fileURLToPath(new URL('../../../.toolchain/compile-cache', import.meta.url)))
const { main } = await import('./main.ts')

process.exitCode = await main(process.argv.slice(2))
