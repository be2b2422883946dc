import { once } from 'node:events'
import { Gate } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { expectNoServer } from '../testing/expect-no-server.ts'
import { startCli } from '../testing/run-cli.ts'
import { startServer } from '../testing/start-server.ts'
import { givenRun, givenServer, task } from '../testing/started-run.ts'

const events = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('R2: watch continues after its server is killed or hands over; it prints every event and exits with the code of the run', async () => {
  const { api, cli, at, home, server } = await givenServer()
  const gate = new Gate()
  await givenRun(api, 'shop', [task('a', `echo begun; ${gate.wait}; echo a > a.txt`), task('b', 'exit 7', ['a'])])
  const json = startCli(['watch', '--json'], at)
  const text = startCli(['watch', '1'], at)
  const logs = startCli(['logs', 'a', '--follow'], at)
  await expect.poll(() => json.result.stdout).toContain('TaskStarted')
  await expect.poll(() => text.result.stdout).toContain('a  started')
  await expect.poll(() => logs.result.stdout).toContain('begun')

  server.child.kill('SIGKILL')
  await server.ended
  await expect.poll(() => json.result.stderr).toContain('Lost the connection to the server')
  await expect.poll(() => text.result.stderr).toContain('Lost the connection to the server')
  const second = await startServer(home)
  await expect.poll(() => json.result.stderr).toContain(`Reconnected to ${second.url}`)

  expect(await cli('handover')).toMatchObject({ exitCode: 0 })
  await expect.poll(() => json.result.stderr.match(/lost the connection to the server/gi)).toHaveLength(2)
  await startServer(home)
  gate.open()

  const ended = await json.ended
  expect(ended.exitCode).toBe(1)
  expect(events(ended.stdout).map(({ sequence }) => sequence)).toEqual(
    events(ended.stdout).map((_, index) => index + 1),
  )
  expect(events(ended.stdout).at(-1)).toMatchObject({ __typename: 'RunFinished', runStatus: 'FAILED' })
  const shown = await text.ended
  expect(shown).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Run 1 failed') })
  expect(shown.stdout.match(/ a {2}started/g)).toHaveLength(1)
  expect(await logs.ended).toMatchObject({ exitCode: 0, stdout: 'begun\n' })

  const again = await cli('watch', '1', '--project', 'shop', '--json')
  expect(again).toMatchObject({ exitCode: 1, stdout: ended.stdout })
})

test('while watch waits for a server, Ctrl-C ends it with exit code 8 and says how to watch again; a closed stdout ends it too', async () => {
  const { api, at, server } = await givenServer()
  await givenRun(api, 'shop', [task('a', 'sleep 600')])
  const head = startCli(['watch', '--json'], at)
  await once(head.child.stdout, 'data')
  head.child.stdout.destroy()
  const watcher = startCli(['watch'], at)
  await expect.poll(() => watcher.result.stdout).toContain('a  started')
  server.child.kill('SIGTERM')
  await server.ended
  await expect.poll(() => watcher.result.stderr).toContain('Lost the connection to the server')
  watcher.child.kill('SIGINT')
  expect(await watcher.ended).toMatchObject({
    exitCode: 8,
    stderr: expect.stringContaining('To watch it again: coppice watch 1'),
  })
  head.child.kill('SIGINT')
  expect(await head.ended).toMatchObject({ exitCode: 8 })
})

test('without a server, watch says that no server is running', () => expectNoServer('watch'))
