import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectNoServer } from '../testing/expect-no-server.ts'
import { processesWith } from '../testing/own-processes.ts'
import { runCli } from '../testing/run-cli.ts'
import { startServer } from '../testing/start-server.ts'
import { givenRun, givenServer, task } from '../testing/started-run.ts'

test('R5: when the command ends, the server has stopped; its agents continue, and the next server adopts them', async () => {
  const { api, cli, home, server } = await givenServer()
  await givenRun(api, 'shop', [task('a', 'echo at work; sleep 600')])
  await expect.poll(async () => (await cli('logs', 'a')).stdout, { interval: 500 }).toContain('at work')

  const file = join(home, 'server.json')
  const written = readFileSync(file, 'utf8')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(written), machine: 'elsewhere' }))
  const refused = await cli('handover')
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
  expect(refused.stderr).toContain('runs on another machine, elsewhere. Run coppice handover there')
  writeFileSync(file, written)

  const left = await cli('handover')
  expect(left).toMatchObject({ exitCode: 0, stdout: '' })
  expect(left.stderr).toContain('has stopped. 1 agent continues; the next coppice serve adopts them.')
  expect(await server.ended).toMatchObject({ exitCode: 0 })
  expect(processesWith(`${home}/`).some((one) => one.includes('sleep 600'))).toBe(true)
  expect((await cli('handover')).stderr).toContain('No server is running')

  await startServer(home)
  const at = { cwd: home, env: { COPPICE_HOME: home } }
  const { runs } = JSON.parse((await runCli(['status', '--json'], at)).stdout)
  expect(runs).toMatchObject([{ status: 'RUNNING', agents: [{ task: { key: 'a' }, session: { attempt: 1 } }] }])
  expect(await cli('cancel')).toMatchObject({ exitCode: 0 })
  await expect.poll(() => processesWith(`${home}/`).filter((one) => one.includes('sleep 600'))).toEqual([])
})

test('without a server, handover says that no server is running', () => expectNoServer('handover'))
