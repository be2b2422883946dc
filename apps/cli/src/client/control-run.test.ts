import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { expectNoServer } from '../testing/expect-no-server.ts'
import { givenRun, givenServer, task } from '../testing/started-run.ts'

test('S7: pause and resume use the only active run; if several are active, the user must choose; a refusal says what to do', async () => {
  const { api, cli } = await givenServer()
  await givenRun(api, 'shop', [task('slow', 'sleep 600'), task('next', 'true', ['slow'])])
  const status = async () => JSON.parse((await cli('status', '--json')).stdout).runs[0].status

  expect(await cli('pause')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Run 1 of shop is paused') })
  expect(await status()).toBe('PAUSED')
  const again = await cli('pause', '1')
  expect(again).toMatchObject({ exitCode: 1, stdout: '' })
  expect(again.stderr).toContain('Run 1 is already paused. To see its status: coppice status.')
  expect(await cli('resume', '1', '--project', 'shop')).toMatchObject({ exitCode: 0 })
  expect(await status()).toBe('RUNNING')

  const other = await givenRun(api, 'forge', [task('slow', 'sleep 600')])
  const which = await cli('pause')
  expect(which).toMatchObject({ exitCode: 2, stdout: '' })
  expect(which.stderr).toMatch(/Several runs are active: run 1 of \w+, run 1 of \w+\. Choose one: --project NAME/)
  expect(await cli('pause', '--repo', other.repository.path)).toMatchObject({ exitCode: 0 })
  expect((await cli('pause', '7')).stderr).toContain('There is no run 7')

  expect((await cli('cancel', other.id)).stderr).toBe('Run 1 of forge is cancelled; 1 agent stopped.\n')
  expect((await cli('cancel', '--project', 'shop')).stderr).toContain('Run 1 of shop is cancelled')
  await expect.poll(async () => (await cli('pause')).stderr, { interval: 500 }).toContain('No run is active')
})

test('S7: a task is cancelled and retried; if that is impossible, the command says why', async () => {
  const { api, cli } = await givenServer()
  await givenRun(api, 'shop', [task('a', 'sleep 600'), task('b', 'sleep 600'), task('c', 'true', ['a'])])
  const running = async () =>
    JSON.parse((await cli('status', '--json')).stdout).runs[0].agents.map(
      (agent: { task: { key: string } }) => agent.task.key,
    )
  await expect.poll(running, { interval: 500 }).toEqual(['a', 'b'])

  expect(await cli('cancel', '--task', 'a')).toMatchObject({ exitCode: 0 })
  await expect.poll(running, { interval: 500 }).toEqual(['b'])
  await expect
    .poll(async () => (await cli('retry', 'c')).stderr, { interval: 500 })
    .toMatch(/c was skipped .*Retry the task that it needs\./)
  const retried = await cli('retry', 'a', '--run', '1')
  expect(retried).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('a waits to start again in run 1 of shop'),
  })
  await expect.poll(running, { interval: 500 }).toContain('a')
  expect(await cli('retry', 'b')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing to retry') })
  const absent = await cli('cancel', '--task', 'z')
  expect(absent).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Run 1 of shop has no task z.') })
  await cli('cancel')
})

test('S5: a person ends the hold of a provider; without a hold, the command says so', async () => {
  const { api, cli } = await givenServer()
  const mark = `${tempFolder()}/limited`
  const limited = `[ -e ${mark} ] || { touch ${mark}; echo "COPPICE: provider limit for 9h"; exit 1; }; echo a > a.txt`
  await givenRun(api, 'shop', [task('a', limited), task('slow', 'sleep 600')])
  const released = 'The hold of command was ended. Its agents start.\n'
  await expect.poll(async () => (await cli('release')).stderr, { interval: 500 }).toBe(released)
  expect(await cli('release', '1', '--project', 'shop')).toMatchObject({
    exitCode: 0,
    stderr: 'Run 1 of shop waits for no provider.\n',
  })
  expect((await cli('release', '--provider', 'other')).stderr).toBe('The provider other is not on hold.\n')
  await cli('cancel')
  expect(await cli('release', '1')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Run 1 is') })
})

test.each([['pause'], ['resume'], ['release'], ['cancel'], ['retry', 'a'], ['cancel', '--task', 'a']])(
  'without a server, %s says that no server is running',
  (...args) => expectNoServer(...args),
)
