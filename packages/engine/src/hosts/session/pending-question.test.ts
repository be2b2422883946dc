import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { SessionFact } from '../../domain/session-facts.ts'
import { systemClock } from '../../ports/clock.ts'
import { recordAgent } from '../fixtures/record-agent.ts'
import { createWorld, until } from '../fixtures/world.ts'

const HOUR_MS = 3_600_000
const print = (fact: SessionFact): string => `echo '${JSON.stringify(fact)}'`

it('S6: the stall limit does not run while a question waits for its answer, and starts again with the answer', async () => {
  const world = createWorld()
  let aheadMs = 0
  let looks = 0
  const clock = {
    ...systemClock,
    now() {
      looks += 1
      return Date.now() + aheadMs
    },
  }
  const hosts = world.hosts({ clock, graceMs: 500 })
  const answered = join(world.root, 'answered')
  const asked = print({ type: 'PermissionAsked', askId: 'a', text: 'May I?', options: [] })
  const taken = print({ type: 'PermissionAnswered', askId: 'a', optionId: 'yes' })
  const request = world.request(`${asked}; until [ -e ${answered} ]; do sleep 0.05; done; ${taken}; sleep 300`, {
    agent: recordAgent,
    limits: { timeoutMs: 100 * HOUR_MS, stallMs: HOUR_MS, startedAt: Date.now() },
  })
  const session = await hosts.start(request)
  const hasFact = (type: SessionFact['type']) => async () =>
    (await hosts.facts(request.sessionId, 0, 10)).some((fact) => fact.type === type)
  await until(hasFact('PermissionAsked'))
  aheadMs = 2 * HOUR_MS
  const before = looks
  await until(() => looks > before + 5)
  writeFileSync(answered, '')
  await until(hasFact('PermissionAnswered'))
  aheadMs = 4 * HOUR_MS
  expect(await session.ended).toMatchObject({ how: 'stalled' })
})
