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

it('S5: an agent whose sandbox could not be started fails because of the configuration, with the words of the sandbox', () => {
  const agent = { ...recordAgent, crash: () => ({ class: 'infrastructure', reason: 'lost' }) as const }
  const ended = (exitCode: number, tail: string) =>
    processEnd(agent, { how: 'exited', exitCode, isSignal: true }, EMPTY_SUMMARY, tail, 0).failure
  const said =
    'x\nCoppice sandbox: the sandbox could not be started, so the agent was not started: socat is missing\nlast'
  expect(ended(125, said)).toEqual({
    class: 'configuration',
    reason: expect.stringMatching(/^the sandbox could not be started, .*: socat is missing\. Correct this/),
  })
  expect(ended(125, 'Coppice sandbox: example.org is not allowed')).toMatchObject({ class: 'infrastructure' })
  expect(ended(137, said)).toMatchObject({ class: 'infrastructure' })
})
