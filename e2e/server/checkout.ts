import { fileURLToPath } from 'node:url'

/** The checkout under test. The server is started from it as a user starts it. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url))
