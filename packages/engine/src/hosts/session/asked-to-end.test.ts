import { expect, it } from 'vitest'
import { lineAgent } from '../fixtures/line-agent.ts'
import { allOutput, createWorld, textsOf, until } from '../fixtures/world.ts'

/** Waits for a record in the inbox. SIGTERM ends it at once, without the last line. */
const LISTENS =
  'trap "exit 9" TERM; echo ready; until grep -qs cancel "$COPPICE_INBOX"; do sleep 0.02; done; echo 3 tokens; exit 4'

it.each([
  ['is asked to end and reports before it gets a signal', true, 4, true],
  ['gets a signal at once, if it does not end when asked', false, 9, false],
])('C1: an agent that is stopped %s', async (_, endsWhenAsked, exitCode, hasReported) => {
  const world = createWorld()
  const hosts = world.hosts()
  const request = world.request(LISTENS, { agent: { ...lineAgent, endsWhenAsked } })
  const session = await hosts.start(request)
  await until(() => hosts.lastLine(request.sessionId) === 'ready')
  session.stop('cancelled')
  expect(await session.ended).toMatchObject({ how: 'cancelled', exitCode })
  expect(textsOf(await allOutput(hosts, request.sessionId)).includes('3 tokens')).toBe(hasReported)
})

it('C1: an agent that does not end when it is asked gets a signal after a part of the grace time', async () => {
  const world = createWorld()
  const hosts = world.hosts({ graceMs: 500 })
  const request = world.request('echo ready; sleep 600', { agent: { ...lineAgent, endsWhenAsked: true } })
  const session = await hosts.start(request)
  await until(() => hosts.lastLine(request.sessionId) === 'ready')
  session.stop('interrupted')
  expect(await session.ended).toMatchObject({ how: 'interrupted', exitCode: 143 })
})
