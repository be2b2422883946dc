import { expect, it } from 'vitest'
import { endingOfLostAgent, endingOfSilentAgent } from './agent-end.ts'

it.each([
  ['ENOENT', 'configuration'],
  ['EACCES', 'configuration'],
  ['EAGAIN', 'infrastructure'],
  ['EMFILE', 'infrastructure'],
])('S5: a program that could not be started (%s) is a failure of the class %s', (notStarted, kind) => {
  const ending = endingOfLostAgent({ how: { notStarted }, stderr: '' }, 'The agent', 'program', false)
  expect(ending).toMatchObject({ class: kind, reason: expect.stringContaining(notStarted) })
})

it('S5: an agent that has spoken, but opens no session in time, may do so the next time', () => {
  expect(endingOfSilentAgent('The agent', 180_000, true)).toMatchObject({ class: 'infrastructure' })
  expect(endingOfSilentAgent('The agent', 180_000, false)).toMatchObject({
    class: 'configuration',
    reason: expect.stringContaining('within 180 s'),
  })
})
