import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { createApiClient } from '../client/api-client.ts'
import { runCli } from '../testing/run-cli.ts'
import { startServer, TOKEN } from '../testing/start-server.ts'
import { findWaitingRun } from './find-waiting-run.ts'

/** A repository whose plan has this delivery, and a data folder that no server holds. */
async function given(delivery: 'manual' | 'branch' = 'manual') {
  const repository = tempRepository()
  const plan = join(tempFolder('plan'), 'plan.json')
  const write = (...keys: string[]) => {
    const tasks = keys.map((key) => ({ key, epic: 'e', run: `echo ${key} > ${key}.txt` }))
    writeFileSync(plan, JSON.stringify(commandPlan(tasks, { delivery })))
  }
  write('a')
  const home = await preparedHome(tempFolder())
  const at = { cwd: repository.path, env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  return { repository, plan, write, home, at, cli: (...args: string[]) => runCli(args, at) }
}

test('S9: without a server, a waiting run is delivered; while the checkout has changes, deliver exits with 3 and says why', async () => {
  const { repository, plan, cli } = await given()
  expect(await cli('deliver')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No run waits') })
  writeFileSync(join(repository.path, 'README.md'), 'mine\n')
  const ran = await cli('run', '--plan', plan)
  expect(ran.exitCode).toBe(3)
  expect(ran.stdout).toContain('coppice deliver 1')
  expect(ran.stderr).toMatch(
    /^The run starts from main and delivers to it \(by hand: coppice deliver\)\. main is checked out in /,
  )
  expect(ran.stderr).toMatch(/Warning: Coppice would refuse the delivery now.*\n.*not committed: README\.md/)
  const refused = await cli('deliver')
  expect(refused).toMatchObject({ exitCode: 3, stdout: '' })
  expect(refused.stderr).toMatch(/1 task from coppice\/run-1 to main/)
  expect(refused.stderr).toMatch(
    /refused the delivery of run 1: .*not committed: README\.md.*fix this and run `coppice deliver 1`/,
  )
  repository.git('checkout', '-q', 'README.md')
  const delivered = await cli('deliver')
  expect(delivered).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Delivered to main \([0-9a-f]{9}\)\n$/),
  })
  expect(repository.git('ls-files')).toBe('README.md\na.txt')
  expect(await cli('deliver', '1')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('already delivered') })
})

test('D2, S9: with delivery: branch, plan check and run name the branch; the run exits with 3, and deliver moves the base branch', async () => {
  const { repository, plan, cli } = await given('branch')
  const inRepository = join(repository.path, 'plan.json')
  copyFileSync(plan, inRepository)
  expect((await cli('plan', 'check', inRepository)).stderr).toContain(
    'The run starts from main and delivers to the branch coppice/deliver/PROJECT; main does not move.',
  )
  const ran = await cli('run', '--plan', plan)
  expect(ran.exitCode).toBe(3)
  const [branch = ''] = /coppice\/deliver\/[a-z0-9-]+/.exec(ran.stderr) ?? []
  expect(ran.stderr).toContain(`The run starts from main and delivers to the branch ${branch}; main does not move.`)
  expect(ran.stdout).toMatch(
    /Not delivered: (\S+) is at [0-9a-f]{12}, with the merged work.*git push REMOTE \1.*coppice deliver 1/,
  )
  expect(ran.stdout).toContain(branch)
  expect(repository.git('show', `${branch}:a.txt`)).toBe('a')
  expect(repository.git('ls-files')).toBe('README.md')
  expect((await cli('deliver')).stdout).toMatch(/^Delivered to main/)
  expect(repository.git('rev-parse', 'main')).toBe(repository.git('rev-parse', branch))
})

test('P5: a delivered run is undone; undo exits with 3 while the checkout has changes, and the next run does the task again', async () => {
  const { repository, plan, home, cli } = await given()
  await startServer(home)
  await cli('run', '--plan', plan)
  expect(await cli('undo', '1')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('coppice discard 1') })
  expect((await cli('deliver')).exitCode).toBe(0)
  writeFileSync(join(repository.path, 'README.md'), 'mine\n')
  const refused = await cli('undo', '1')
  expect(refused).toMatchObject({ exitCode: 3, stdout: '' })
  expect(refused.stderr).toMatch(/The delivery of run 1 is not undone: .*not committed: README\.md.*coppice undo 1/)
  repository.git('checkout', '-q', 'README.md')
  const undone = await cli('undo', '1')
  expect(undone).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Undone: main is at [0-9a-f]{12}/) })
  expect(repository.git('ls-files')).toBe('README.md')
  expect((await cli('undo', '1')).stderr).toContain('already undone')
  expect((await cli('status')).stdout).toContain('delivery undone')
  expect((await cli('run', '--plan', plan)).stdout).toMatch(/run started: 1 task /)
})

test('D5: kept work is listed with its size, and dropped with --yes; without a terminal and --yes, nothing is dropped', async () => {
  const { plan, home, cli } = await given()
  const failing = { key: 'a', epic: 'e', run: 'echo a > a.txt; git add .; git commit -qm a; exit 1' }
  writeFileSync(plan, JSON.stringify(commandPlan([failing], { defaults: { agent: 'command', maxAttempts: 1 } })))
  await startServer(home)
  expect((await cli('run', '--plan', plan)).exitCode).toBe(1)
  const ref = 'refs/heads/coppice/work/run-1/a'
  const listed = await cli('kept')
  expect(listed.stdout).toMatch(
    /^refs\/heads\/coppice\/work\/run-1\/a\n {2}run 1 {2}a {2}\d+ B {2}\d min {2}unmerged work/,
  )
  expect(JSON.parse((await cli('kept', '--json')).stdout)).toMatchObject({
    kept: [{ ref, taskKey: 'a', runNumber: 1 }],
  })
  expect(await cli('kept', 'drop', ref)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--yes') })
  expect((await cli('kept', 'drop', 'refs/heads/main', '--yes')).exitCode).toBe(2)
  expect((await cli('kept', 'drop', ref, '--yes')).stderr).toMatch(/^Dropped refs\/heads.*git update-ref /)
  expect((await cli('kept')).stderr).toContain('keeps no work')
})

test('P5: with a server, a run is discarded and its tasks are marked done, so that no run does them again', async () => {
  const { plan, write, home, cli } = await given()
  await startServer(home)
  expect((await cli('run', '--plan', plan)).exitCode).toBe(3)
  expect((await cli('discard', '1')).stderr).toContain('Run 1 of')
  expect((await cli('deliver', '1')).stderr).toContain('Run 1 is discarded')
  expect(await cli('mark-done', 'a', 'zz')).toMatchObject({
    exitCode: 2,
    stderr: 'coppice: The project has no task zz. To see the tasks of the plan: coppice plan check\n',
  })
  expect((await cli('mark-done', 'a')).exitCode).toBe(0)
  write('a', 'b')
  const { stdout } = await cli('run', '--plan', plan)
  expect(stdout).toMatch(/run started: 1 task /)
})

test('S9: a waiting run is found however many newer runs the project has', async () => {
  const { plan, write, home, cli } = await given()
  const { url } = await startServer(home)
  expect((await cli('run', '--plan', plan)).exitCode).toBe(3)
  write('a', 'b')
  expect((await cli('run', '--plan', plan)).exitCode).toBe(3)
  expect((await cli('discard', '2')).exitCode).toBe(0)
  const api = createApiClient({ url, token: TOKEN })
  expect(await findWaitingRun(api, {}, 1)).toMatchObject({ number: 1 })
})
