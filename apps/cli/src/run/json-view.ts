import type { Io } from '../io.ts'
import type { View } from './view.ts'

/** NDJSON: each event as the subscription gave it. */
export const jsonView = (io: Io): View => ({
  show: (event) => io.out(JSON.stringify(event)),
  close() {},
})
