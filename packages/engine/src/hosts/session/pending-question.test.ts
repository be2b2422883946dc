import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { SessionFact } from '../../domain/session-facts.ts'
import { hurryingClock } from '../fixtures/hurrying-clock.ts'
import { recordAgent } from '../fixtures/record-agent.ts'
import { createWorld, until } from '../fixtures/world.ts'

const print = (fact: SessionFact): string => `echo '${JSON.stringify(fact)}'`

it('S6: neither limit runs while a question waits for its answer, and the stall limit starts again with the answer', async () => {
  const world = createWorld()
  const { clock, pauses, hurry } = hurryingClock(2000)
  const hosts = world.hosts({ clock, graceMs: 500 })
  const answered = join(world.root, 'answered')
  const asked = print({ type: 'PermissionAsked', askId: 'a', text: 'May I?', options: [] })
  const taken = print({ type: 'PermissionAnswered', askId: 'a', optionId: 'yes' })
  const request = world.request(`${asked}; until [ -e ${answered} ]; do sleep 0.05; done; ${taken}; sleep 300`, {
    agent: recordAgent,
    limits: { timeoutMs: 45_000, stallMs: 30_000, startedAt: clock.now() },
  })
  const session = await hosts.start(request)
  const hasFact = (type: SessionFact['type']) => async () =>
    (await hosts.facts(request.sessionId, 0, 10)).some((fact) => fact.type === type)
  await until(hasFact('PermissionAsked'))
  hurry()
  await until(() => pauses() > 25)
  writeFileSync(answered, '')
  await until(hasFact('PermissionAnswered'))
  expect(await session.ended).toMatchObject({ how: 'stalled' })
})
