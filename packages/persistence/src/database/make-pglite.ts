import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Creates an empty embedded database at `path`, in a thread of its own. The creation needs more than 100 MB of memory, which is freed with
 * the thread. A separate process was rejected: it could outlive this process and write to the folder after another server has started.
 */
export async function makePglite(path: string): Promise<void> {
  // `once` rejects when the thread emits 'error'.
  await once(new Worker(new URL('./pglite-maker.ts', import.meta.url), { workerData: path }), 'exit')
}
