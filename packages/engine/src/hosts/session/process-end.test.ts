import { expect, it } from 'vitest'
import { EMPTY_SUMMARY } from '../../domain/session-summary.ts'
import { recordAgent } from '../fixtures/record-agent.ts'
import { processEnd } from './process-end.ts'

it.each([true, false])(
  'S5: an agent that says that an exit code is an interruption was interrupted; it counts as a signal: %s',
  (isSignal) => {
    const agent = { ...recordAgent, crash: () => 'interrupted' as const }
    const end = processEnd(agent, { how: 'exited', exitCode: 143, isSignal }, EMPTY_SUMMARY, '', 0)
    expect(end).toMatchObject({ how: 'interrupted', exitCode: 143, failure: null })
    expect(end.isSignalled).toBe(isSignal || undefined)
  },
)
