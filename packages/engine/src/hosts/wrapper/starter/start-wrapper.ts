import { callWorker } from '../../../workers/call-worker.ts'
import type { SpawnRequest } from './spawn-wrapped.ts'
import type { Exited } from './worker.ts'

/** A wrapper that runs. */
export interface StartedWrapper {
  pid: number
  /** @returns false when its end was seen, and null when the process that started it has ended, so that nobody watches it */
  isAlive(): boolean | null
  /** Calls back when it ends, or when nobody watches it any longer. */
  onEnd(call: () => void): void
}

interface Watched {
  state: boolean | null
  call: () => void
}

const watched = new Map<number, Watched>()
/** The end of a wrapper may be reported before its start is known here. */
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

/** Rejects when it cannot be started; then nothing runs. Rejects with WorkerEnded when it is not known whether it runs. */
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
