import { fileURLToPath } from 'node:url'

/** The scripts of this package, by the names by which kinds of agents start them (ADR 0066). */
export const acpScripts: ReadonlyMap<string, string> = new Map([
  ['acp-host', fileURLToPath(new URL('./host.ts', import.meta.url))],
  ['acp-install', fileURLToPath(new URL('./install-first.ts', import.meta.url))],
])
