import type { NewEvent, RunEvent, RunRecord } from '@coppice/engine'
import { sampleProject, sampleRun } from '@coppice/persistence/testing'
import { describe, expect, it } from 'vitest'
import { createTurns } from '../shares/turns.ts'
import { followEvents } from './follow-events.ts'
import { createStreamTurn } from './stream-turn.ts'

/** A fake store with one run. A test can act between two of its reads. */
function recordOf(fields: Partial<RunRecord> = {}) {
  const events: RunEvent[] = []
  const listeners = new Set<() => void>()
  const record = {
    run: sampleRun(sampleProject(), { deliveryTarget: null, deliveryRequestedAt: null, ...fields }),
    listeners,
    afterRead: () => {},
    append(event: NewEvent = { type: 'TaskPhaseChanged', data: { taskKey: 'a', attempt: 1, phase: 'AGENT' } }) {
      events.push({ runId: record.run.id, sequence: events.length + 1, at: 1, ...event })
      record.run = { ...record.run, lastSequence: events.length }
      for (const call of listeners) call()
    },
    store: {
      events: async (_runId: string, after: number, limit: number) =>
        events.filter(({ sequence }) => sequence > after).slice(0, limit),
      run: async () => {
        const { run } = record
        record.afterRead()
        return run
      },
      onEvents(_runId: string, call: () => void) {
        listeners.add(call)
        return () => void listeners.delete(call)
      },
    },
  }
  return record
}

const RUN_FINISHED: NewEvent = {
  type: 'RunFinished',
  data: {
    runStatus: 'COMPLETED',
    reason: null,
    completedTasks: 1,
    failedTasks: 0,
    costMicroUsd: null,
    deliveryReason: null,
  },
}

const none = new AbortController().signal
const turn = createStreamTurn(createTurns().queue())

const follow = (record: ReturnType<typeof recordOf>, signal = none) =>
  followEvents(record.store, { runId: record.run.id, after: 0, signal, turn })

describe('R2: following a run', () => {
  it('does not miss an event that is appended between a read and the next wait', async () => {
    const record = recordOf()
    record.append()
    const events = await follow(record)
    expect((await events.next()).value?.sequence).toBe(1)
    // The second event is appended after the read of the first event and before the wait.
    record.afterRead = () => {
      record.afterRead = () => {}
      record.append()
    }
    expect((await events.next()).value?.sequence).toBe(2)
    await events.return?.()
  })

  it('ends with the run, and reads the run only when it may have ended', async () => {
    const record = recordOf()
    const events = await follow(record)
    let reads = 0
    record.afterRead = () => {
      reads += 1
    }
    for (let index = 0; index < 5; index++) {
      record.append()
      expect((await events.next()).value?.sequence).toBe(index + 1)
    }
    expect(reads).toBeLessThanOrEqual(1)
    record.run = { ...record.run, status: 'COMPLETED' }
    record.append(RUN_FINISHED)
    expect((await events.next()).value?.type).toBe('RunFinished')
    expect((await events.next()).done).toBe(true)
  })

  it('ends with the run also when `after` is higher than its last event', async () => {
    const record = recordOf()
    record.append()
    const next = (await followEvents(record.store, { runId: record.run.id, after: 5, signal: none, turn })).next()
    await new Promise((resolve) => setImmediate(resolve))
    record.run = { ...record.run, status: 'COMPLETED' }
    record.append(RUN_FINISHED)
    expect((await next).done).toBe(true)
  })

  it('reads pages until one is empty, because a page may be short although more events are stored', async () => {
    const record = recordOf()
    for (let index = 0; index < 5; index++) record.append()
    const { events: all } = record.store
    record.store.events = (runId, after) => all(runId, after, 2)
    const events = await follow(record)
    for (let sequence = 1; sequence <= 5; sequence++) expect((await events.next()).value?.sequence).toBe(sequence)
    await events.return?.()
  })

  it.each([
    ['is in progress', { deliveryTarget: 'd'.repeat(40) }],
    ['that a person requested has no outcome yet', { deliveryRequestedAt: 1 }],
  ])('continues while a delivery %s, and ends with it', async (_what, fields) => {
    const record = recordOf({ status: 'COMPLETED', ...fields })
    record.append()
    const events = await follow(record)
    await events.next()
    const next = events.next()
    await new Promise((resolve) => setImmediate(resolve))
    record.run = { ...record.run, deliveryTarget: null, deliveryRequestedAt: null }
    record.append()
    expect((await next).value?.sequence).toBe(2)
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(record.listeners.size).toBe(0)
  })

  it('ends when the run was deleted', async () => {
    const record = recordOf()
    const events = await follow(record)
    record.store.run = (async () => null) as never
    expect((await events.next()).done).toBe(true)
  })

  it('stops at once when the subscriber or its connection ends during a wait', async () => {
    const record = recordOf()
    const left = await follow(record)
    const waiting = left.next()
    await new Promise((resolve) => setImmediate(resolve))
    expect(record.listeners.size).toBe(1)
    await left.return?.()
    expect((await waiting).done).toBe(true)

    const connection = new AbortController()
    const cut = (await follow(record, connection.signal)).next()
    await new Promise((resolve) => setImmediate(resolve))
    connection.abort()
    expect((await cut).done).toBe(true)
    expect(record.listeners.size).toBe(0)
  })
})
