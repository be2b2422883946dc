/** Whether the server accepts work. */
export interface Readiness {
  isReady(): boolean
  word(): 'starting' | 'ready' | 'stopping'
  stop(): void
}

/** Ready when `started` has resolved. If it rejects, the code that started the server handles the error and ends the server. */
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
