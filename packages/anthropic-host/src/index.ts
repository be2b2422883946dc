import { fileURLToPath } from 'node:url'

/** The scripts of this package, by the names by which kinds of agents start them (ADR 0066). */
export const anthropicScripts: ReadonlyMap<string, string> = new Map([
  ['anthropic-host', fileURLToPath(new URL('./host.ts', import.meta.url))],
])
