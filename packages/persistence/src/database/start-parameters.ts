import { PGlite } from '@electric-sql/pglite'

/**
 * The parameters with which PGlite starts. They lower `shared_buffers` from 128 MB to 32 MB to save memory (R4): an idle server then needs
 * 326 MB and not 435 MB. The database's files are in the cache of the operating system anyway.
 */
export const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']
