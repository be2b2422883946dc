import { callWorker } from '../../../workers/call-worker.ts'
import type { SpawnRequest } from './spawn-wrapped.ts'
import type { Exited } from './worker.ts'

/** A wrapper that was started. A worker process starts it, and reports its end to this process. */
export interface StartedWrapper {
  pid: number
  /** @returns false when the wrapper has ended; null when the worker has ended, so that nobody reports the wrapper's end */
  isAlive(): boolean | null
  /** Calls back when the wrapper or the worker has ended, at once if that is already so. */
  onEnd(call: () => void): void
}

interface Watched {
  state: boolean | null
  call: () => void
}

const watched = new Map<number, Watched>()
/** The pids of wrappers whose end was reported before the response to the start arrived. */
const endedEarly = new Set<number>()

const spawnInWorker = callWorker<SpawnRequest, number, Exited>(new URL('./worker.ts', import.meta.url), {
  name: 'The process that starts agents',
  onNews({ pid }) {
    const wrapper = watched.get(pid)
    if (wrapper === undefined) endedEarly.add(pid)
    else settle(pid, wrapper, false)
  },
  onEnd() {
    for (const [pid, wrapper] of watched) settle(pid, wrapper, null)
  },
})

function settle(pid: number, wrapper: Watched, state: false | null): void {
  watched.delete(pid)
  wrapper.state = state
  wrapper.call()
}

/**
 * Starts the wrapper of a command in the worker process.
 *
 * @throws when it cannot be started; then no process is running
 * @throws WorkerEnded when the worker died meanwhile; then the wrapper may be running
 */
export async function startWrapper(request: SpawnRequest): Promise<StartedWrapper> {
  const pid = await spawnInWorker(request)
  const wrapper: Watched = { state: true, call: () => {} }
  if (endedEarly.delete(pid)) wrapper.state = false
  else watched.set(pid, wrapper)
  return {
    pid,
    isAlive: () => wrapper.state,
    onEnd(call) {
      wrapper.call = call
      if (wrapper.state !== true) call()
    },
  }
}
