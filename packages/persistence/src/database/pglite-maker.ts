import { workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { START_PARAMETERS } from './start-parameters.ts'

/** The thread that makes a database; see `make-pglite.ts`. */
const pglite = await PGlite.create(workerData as string, { startParams: START_PARAMETERS })
await pglite.close()
// Ends the thread, also when a module that NODE_OPTIONS names would keep it.
process.exit()
