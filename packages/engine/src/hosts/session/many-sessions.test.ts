import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { allOutput, createWorld, textsOf, until } from '../fixtures/world.ts'

it('R4: 64 sessions at once have all of their output', async () => {
  const world = createWorld()
  const hosts = world.hosts()
  const command = 'for i in 1 2 3 4 5 6 7 8 9 10; do echo "$i"; done; read -r _ < go; echo last'
  const requests = Array.from({ length: 64 }, () => world.request(command.replace('< go', `< ${world.root}/go`)))
  execFileSync('mkfifo', [`${world.root}/go`])
  const sessions = await Promise.all(requests.map((request) => hosts.start(request)))
  await until(() => requests.every((request) => hosts.lastLine(request.sessionId) === '10'))
  for (const session of sessions) session.stop('cancelled')
  await Promise.all(sessions.map((session) => session.ended))
  for (const request of requests) {
    const printed = (await allOutput(hosts, request.sessionId)).filter((entry) => entry.kind === 'STDOUT')
    expect(textsOf(printed)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  }
})
