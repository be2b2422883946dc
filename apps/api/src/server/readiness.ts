/** Whether the server accepts work. */
export interface Readiness {
  isReady(): boolean
  word(): 'starting' | 'ready' | 'stopping'
  stop(): void
}

/** The server is ready after `started` resolves. A rejection is ignored here, because the code that starts the server handles it. */
export function createReadiness(started: Promise<unknown>): Readiness {
  let word: 'starting' | 'ready' | 'stopping' = 'starting'
  started.then(
    () => {
      if (word === 'starting') word = 'ready'
    },
    () => {},
  )
  return {
    isReady: () => word === 'ready',
    word: () => word,
    stop() {
      word = 'stopping'
    },
  }
}
