import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Makes an empty embedded database at `path`, in a thread of its own. Making it takes memory that this process would keep until its end
 * (100 MB and more); it is freed with the thread. A process of its own could outlive this one and write into a folder that the next
 * server has begun anew.
 */
export async function makePglite(path: string): Promise<void> {
  // 'error' rejects.
  await once(new Worker(new URL('./pglite-maker.ts', import.meta.url), { workerData: path }), 'exit')
}
