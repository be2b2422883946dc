import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { expectNoServer } from '../testing/expect-no-server.ts'
import { runCli } from '../testing/run-cli.ts'
import { givenRun, givenServer, task } from '../testing/started-run.ts'

test('status shows the active runs and what each agent does; when no run is active, it shows the last run of each project', async () => {
  const { api, cli } = await givenServer()
  expect(await cli('status')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('There is no run yet') })

  await givenRun(api, 'shop', [
    task('done', 'echo done > done.txt'),
    task('slow', "printf 'at\\033[2J work\\n'; sleep 600", ['done']),
  ])
  await expect.poll(async () => (await cli('status')).stdout, { interval: 500 }).toContain('work')
  const { stdout } = await cli('status')
  expect(stdout).toMatch(
    /^shop, run 1: running\n {2}1 of 2 tasks merged · 1 of 2 batches · 1 of 2 slots in use · \d+:\d\d, forecast 10:00 to 40:00\n/,
  )
  expect(stdout).toMatch(/\n {2}slow {2}attempt 1 +\d+:\d\d {2}at\S* work\n$/)
  expect(stdout).not.toContain('\u001b')

  const { url, runs } = JSON.parse((await cli('status', '--project', 'shop', '--json')).stdout)
  expect(url).toMatch(/^http:/)
  expect(runs).toMatchObject([{ number: 1, status: 'RUNNING', completedTasks: 1, agents: [{ task: { key: 'slow' } }] }])

  const absent = await cli('status', '--project', 'ship')
  expect(absent).toMatchObject({ exitCode: 2, stdout: '' })
  expect(absent.stderr).toContain('no project named ship. Projects: shop.')

  expect(await cli('cancel')).toMatchObject({ exitCode: 0 })
  await expect.poll(async () => (await cli('status')).stdout, { interval: 500 }).toMatch(/^shop, run 1: cancelled/)
})

test('status names the tasks that wait for a resource', async () => {
  const { api, cli } = await givenServer()
  const uses = ['database']
  const tasks = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => ({ ...task(key, 'sleep 600'), uses }))
  await givenRun(api, 'shop', tasks, { resources: { database: 1 }, maxConcurrency: 8 })
  await expect.poll(async () => (await cli('status')).stdout, { interval: 500 }).toContain('… and 1 more')
  const { stdout } = await cli('status')
  expect(stdout).toMatch(/\n {2}a {2}attempt 1 .*\n {2}b {2}waits for database\n {2}c {2}waits/)
  await cli('cancel')
  await expect.poll(async () => (await cli('status')).stdout, { interval: 500 }).toMatch(/^shop, run 1: cancelled/)
})

test('in a folder of a repository, a command is about its project; --project chooses another; elsewhere it is about all projects', async () => {
  const { api, cli, at } = await givenServer()
  const { repository } = await givenRun(api, 'shop', [task('a', 'sleep 600')])
  await givenRun(api, 'forge', [task('a', 'sleep 600')])
  const below = join(repository.path, 'src', 'deep')
  mkdirSync(below, { recursive: true })
  const inside = (...args: string[]) => runCli(args, { ...at, cwd: below })
  const names = ({ stdout }: { stdout: string }) =>
    JSON.parse(stdout).runs.map((run: { project: { name: string } }) => run.project.name)
  expect(names(await inside('status', '--json'))).toEqual(['shop'])
  expect(names(await inside('status', '--json', '--project', 'forge'))).toEqual(['forge'])
  expect(names(await cli('status', '--json'))).toEqual(['shop', 'forge'])
  expect((await inside('cancel')).stderr).toContain('Run 1 of shop is cancelled')
  await cli('cancel', '--project', 'forge')
  await expect.poll(async () => (await cli('cancel')).stderr, { interval: 500 }).toContain('No run is active')
})

test('without a server, status says that no server is running', () => expectNoServer('status'))

test('without a server, status does not say whether a run waits, because only a server can read that', async () => {
  const home = tempFolder('home')
  mkdirSync(join(home, 'database'))
  const { exitCode, stderr } = await runCli(['status'], { cwd: home, env: { COPPICE_HOME: home } })
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(
    /start a server: coppice serve\. If a run was interrupted, .* coppice run, .* coppice cancel\n$/,
  )
})
