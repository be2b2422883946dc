import type { RunEvent } from '@coppice/run-model'
import { afterEach, expect, it, vi } from 'vitest'
import type { Io } from '../io.ts'
import { plainView } from './plain-view.ts'

afterEach(() => void vi.useRealTimers())

it('M2: after a minute without events, a line says whether the run continues or is paused', () => {
  vi.useFakeTimers({ now: 0 })
  const lines: string[] = []
  const view = plainView({ out: (text: string) => void lines.push(text) } as unknown as Io)
  const show = (sequence: number, event: object) =>
    view.show({ at: new Date(0).toISOString(), sequence, ...event } as unknown as RunEvent)
  vi.advanceTimersByTime(60_000)
  expect(lines.at(-1)).toContain('run continues: 0 of 0 tasks ended')
  show(1, { __typename: 'RunStatusChanged', runStatus: 'PAUSED', reason: 'the budget is spent', maxConcurrency: 1 })
  vi.advanceTimersByTime(60_000)
  expect(lines.at(-1)).toContain('run is paused: 0 of 0 tasks ended')
  view.close()
})
