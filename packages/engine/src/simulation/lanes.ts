import { Heap } from './heap.ts'
import type { LiveTask } from './live-task.ts'

/** Who may start now; who goes first comes out first. */
export interface ReadyTasks {
  push(task: LiveTask): void
  pop(): LiveTask | undefined
  started(task: LiveTask): void
  ended(task: LiveTask): void
}

/** Isolation `TASK`: everyone. */
export function readyTasks(before: (a: LiveTask, b: LiveTask) => boolean): ReadyTasks {
  const heap = new Heap(before)
  return { push: (task) => heap.push(task), pop: () => heap.pop(), started: () => {}, ended: () => {} }
}

/**
 * Isolation `EPIC` (I1): of each epic the task that was begun, until it has ended; else the first in plan order. What it answers with
 * is found without a look at the others of the epic.
 */
export function readyLanes(before: (a: LiveTask, b: LiveTask) => boolean): ReadyTasks {
  const ready = new Heap(before)
  const lanes = new Map<string, Lane>()
  const queued = new Set<LiveTask>()
  const laneOf = ({ epic }: LiveTask): Lane => {
    const lane = lanes.get(epic) ?? { holder: null, waiting: new Heap((a, b) => a.rank < b.rank), known: new Set() }
    lanes.set(epic, lane)
    return lane
  }
  const isNext = (task: LiveTask, { holder, waiting }: Lane) => (holder ?? waiting.peek()) === task
  const queue = (task: LiveTask, lane: Lane) => {
    if (queued.has(task) || !isNext(task, lane)) return
    queued.add(task)
    ready.push(task)
  }
  return {
    push(task) {
      const lane = laneOf(task)
      if (lane.holder !== task && !lane.known.has(task)) {
        lane.known.add(task)
        lane.waiting.push(task)
      }
      queue(task, lane)
    },
    pop() {
      for (let next = ready.pop(); next; next = ready.pop()) {
        queued.delete(next)
        // Another one of its epic came before it meanwhile.
        if (isNext(next, laneOf(next))) return next
      }
      return undefined
    },
    started(task) {
      const lane = laneOf(task)
      if (lane.holder === null && lane.waiting.pop() !== task) throw new Error('I1: a lane was overtaken')
      lane.holder = task
    },
    ended(task) {
      const lane = laneOf(task)
      if (lane.holder !== task) return
      lane.holder = null
      const next = lane.waiting.peek()
      if (next) queue(next, lane)
    },
  }
}

interface Lane {
  holder: LiveTask | null
  /** In plan order. */
  waiting: Heap<LiveTask>
  known: Set<LiveTask>
}
