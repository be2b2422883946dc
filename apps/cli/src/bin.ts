#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Node keeps compiled code in this folder, beside the tools that `npm start` fetched. Later commands use the code and need half the CPU
// time.
enableCompileCache(fileURLToPath(new URL('../../../.toolchain/compile-cache', import.meta.url)))
const { main } = await import('./main.ts')

process.exitCode = await main(process.argv.slice(2))
