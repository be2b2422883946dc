/** Resolves after one turn of the event loop, so that other work can run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
