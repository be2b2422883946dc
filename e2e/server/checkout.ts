import { fileURLToPath } from 'node:url'

/** The folder of this repository. The tests start the server from it, as a user does. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url))
