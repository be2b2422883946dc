import { fileURLToPath } from 'node:url'

/** The scripts of this package, by the names by which attempts start them (ADR 0066). */
export const sandboxScripts: ReadonlyMap<string, string> = new Map([
  ['sandbox', fileURLToPath(new URL('./launch.ts', import.meta.url))],
])
