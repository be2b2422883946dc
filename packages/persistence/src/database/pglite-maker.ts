import { workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { START_PARAMETERS } from './start-parameters.ts'

/** This file runs in the thread that `makePglite` starts. It creates a database and closes it. */
const pglite = await PGlite.create(workerData as string, { startParams: START_PARAMETERS })
await pglite.close()
// Ends the thread, even if a module from NODE_OPTIONS would keep it alive.
process.exit()
