/** Whether the server takes work. */
export interface Readiness {
  isReady(): boolean
  word(): 'starting' | 'ready' | 'stopping'
  stop(): void
}

/** Ready once `started` has resolved. Where it rejects, whoever started the server knows, and ends it. */
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
