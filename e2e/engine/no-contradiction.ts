import type { RunEvent } from '@coppice/engine'
import { expect } from 'vitest'
import { type EngineUnderTest, finished } from './engine-under-test.ts'

export async function eventsOf(under: EngineUnderTest, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for (;;) {
    const more = await under.database.store.events(runId, events.length, 200)
    if (more.length === 0) return events
    events.push(...more)
  }
}

/**
 * Checks the events of a run that has ended: they are numbered without gaps (R2), the only RunFinished is the last event, and the last
 * statuses in the events are those in the database.
 */
export async function expectNoContradiction(under: EngineUnderTest, runId: string): Promise<RunEvent[]> {
  const { run, tasks } = await finished(under, runId)
  const events = await eventsOf(under, runId)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  expect(events.filter(({ type }) => type === 'RunFinished')).toHaveLength(1)
  expect(events.at(-1)).toMatchObject({ type: 'RunFinished', data: { runStatus: run.status } })
  for (const task of tasks) {
    const last = events.filter(({ data }) => 'taskStatus' in data && data.taskKey === task.key).at(-1)
    expect(last?.data, task.key).toMatchObject({ taskStatus: task.status })
  }
  const open = (await under.database.store.sessions(runId)).filter(({ endedAt }) => endedAt === null)
  expect(open).toEqual([])
  return events
}
