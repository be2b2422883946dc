import { fileURLToPath } from 'node:url'
import { bundledHost } from './bundled.ts'

/** The scripts of this package, by the names by which kinds of agents start them (ADR 0066). */
export const anthropicScripts: ReadonlyMap<string, string> = new Map([
  ['anthropic-host', bundledHost() ?? fileURLToPath(new URL('./host.ts', import.meta.url))],
])
