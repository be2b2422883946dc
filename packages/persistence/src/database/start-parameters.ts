import { PGlite } from '@electric-sql/pglite'

/**
 * R4: the default of 128 MB, and what depends on it, stays resident from the start. The files are in the system's cache anyway. With the
 * default, an idle server needs 435 MB, not 326 MB.
 */
export const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']
