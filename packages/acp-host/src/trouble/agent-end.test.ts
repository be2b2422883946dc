import { createRedactor } from '@coppice/engine/redact'
import { expect, it } from 'vitest'
import { partsOf } from '../testing/parts-of.ts'
import { endingOfLostAgent, endingOfSilentAgent } from './agent-end.ts'

it.each([
  ['ENOENT', 'configuration'],
  ['EACCES', 'configuration'],
  ['EAGAIN', 'infrastructure'],
  ['EMFILE', 'infrastructure'],
])('S5: a program that could not be started (%s) is a failure of the class %s', (notStarted, kind) => {
  const ending = endingOfLostAgent({ how: { notStarted }, stderr: '' }, 'The agent', 'program', false, String)
  expect(ending).toMatchObject({ class: kind, reason: expect.stringContaining(notStarted) })
})

it('S5: an agent that has spoken, but opens no session in time, may do so the next time', () => {
  expect(endingOfSilentAgent('The agent', 180_000, true)).toMatchObject({ class: 'infrastructure' })
  expect(endingOfSilentAgent('The agent', 180_000, false)).toMatchObject({
    class: 'configuration',
    reason: expect.stringContaining('within 180 s'),
  })
})

it('A2: no part of a key is left when the words of a lost agent are cut within it', () => {
  const key = 'k3y-of-a-person-0123456789'
  for (const redact of [String, (text: string) => text.replaceAll(key, '[redacted]')]) {
    const stderr = `x-key: ${key} ${'x'.repeat(385)}`
    const ending = endingOfLostAgent({ how: { code: 1 }, stderr }, 'The agent', 'program', true, redact)
    expect(ending).toMatchObject({ reason: expect.stringContaining('xxx') })
    expect(partsOf(key).filter((part) => JSON.stringify(ending).includes(part))).toEqual([])
  }
  const bearer = `Authorization: Bearer ${key}${'x'.repeat(300)} ${'y'.repeat(90)}`
  const ending = endingOfLostAgent(
    { how: { code: 1 }, stderr: bearer },
    ...(['The agent', 'program', true] as const),
    createRedactor([]),
  )
  expect(ending).toMatchObject({ reason: expect.stringContaining('[redacted] y') })
})
