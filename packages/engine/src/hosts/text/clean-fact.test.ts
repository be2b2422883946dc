import { expect, it } from 'vitest'
import type { SessionFact } from '../../domain/session-facts.ts'
import { cleanFact } from './clean-fact.ts'

const clean = (text: string) => text.replaceAll('work', '[redacted]')

it('A2: redacts all texts of an agent, but no words that code compares', () => {
  const asked: SessionFact = {
    ...{ type: 'PermissionAsked', askId: 'work-1', text: 'may I work?' },
    options: [{ id: 'work', kind: 'allow-once', label: 'work on' }],
  }
  expect(cleanFact(asked, clean)).toEqual({
    ...{ type: 'PermissionAsked', askId: '[redacted]-1', text: 'may I [redacted]?' },
    options: [{ id: '[redacted]', kind: 'allow-once', label: '[redacted] on' }],
  })
  const failed: SessionFact = { type: 'Failed', class: 'work', reason: 'no work' }
  expect(cleanFact(failed, clean)).toEqual({ type: 'Failed', class: 'work', reason: 'no [redacted]' })
  const printed: SessionFact = { type: 'Printed', stream: 'stdout', text: 'work' }
  expect(cleanFact(printed, clean)).toEqual({ type: 'Printed', stream: 'stdout', text: '[redacted]' })
})

it('R4: shortens names, reasons and options, but no texts and numbers', () => {
  const long = 'x'.repeat(100_000)
  const option = { id: 'a', kind: 'allow-once', label: long } as const
  const asked = cleanFact({ type: 'PermissionAsked', askId: long, text: long, options: Array(50).fill(option) }, clean)
  expect(asked.text).toBe(long)
  expect(asked.askId).toHaveLength(2000)
  expect(asked.options).toHaveLength(20)
  expect(asked.options[0]?.label).toHaveLength(2000)
  const reached: SessionFact = { type: 'LimitReached', until: 7, reason: long }
  expect(cleanFact(reached, clean)).toEqual({ type: 'LimitReached', until: 7, reason: 'x'.repeat(2000) })
})

it('A2: redacts before it cuts, so that no part of a secret is left at the end', () => {
  const reason = `${'x'.repeat(1998)}work`
  expect(cleanFact({ type: 'LimitReached', until: null, reason }, clean)).toMatchObject({
    reason: `${'x'.repeat(1998)}[r`,
  })
})
