import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, Gate, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli, startCli } from '../testing/run-cli.ts'
import { task } from '../testing/started-run.ts'

test('R1: after the command was killed, the next coppice run continues the run with the same agent; a changed plan and a stop signal do not end the agent', async () => {
  const home = await preparedHome(tempFolder())
  const gate = new Gate()
  const starts = join(tempFolder(), 'starts')
  const folder = tempFolder('plan')
  const plan = (file: string, run: string) => {
    const path = join(folder, file)
    writeFileSync(path, JSON.stringify(commandPlan([task('a', run)], { defaults: { maxAttempts: 1 } })))
    return ['run', '--plan', path]
  }
  const run = plan('plan.json', `echo $$ >> ${starts}; ${gate.wait}; exit 7`)
  const changed = plan('changed.json', 'true')
  const repository = tempRepository()
  const at = { cwd: repository.path, env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  const started = () => (existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n') : [])

  const first = startCli(run, at)
  await expect.poll(started).toHaveLength(1)
  const agent = Number(started()[0])
  first.child.kill('SIGKILL')
  await first.ended
  expect(isAlive(agent)).toBe(true)

  const other = await runCli(changed, at)
  expect(other).toMatchObject({ exitCode: 1, stdout: '' })
  expect(other.stderr).toMatch(/Run 1 of \S+ is active and carries out a different version of .*changed\.json\./)
  expect(isAlive(agent)).toBe(true)

  const left = startCli(run, at)
  await expect.poll(() => left.result.stdout).toContain('a  started')
  left.child.kill('SIGTERM')
  expect(await left.ended).toMatchObject({
    exitCode: 143,
    stderr: expect.stringContaining('To continue the run: coppice run'),
  })
  expect(isAlive(agent)).toBe(true)

  const last = startCli(run, at)
  await expect.poll(() => last.result.stderr).toMatch(/Run 1 of \S+ is active\. Following it/)
  gate.open()
  const { exitCode, stdout } = await last.ended
  expect(exitCode).toBe(1)
  expect(stdout).toContain('a  failed: the agent ended with exit code 7')
  expect(stdout).not.toContain('attempt 2')
  expect(started()).toEqual([String(agent)])
  expect(isAlive(agent)).toBe(false)
})

test('C2: without a server, cancel ends an interrupted run and its agent; status changes nothing and says how to continue the run', async () => {
  const home = await preparedHome(tempFolder())
  const starts = join(tempFolder(), 'starts')
  const plan = join(tempFolder('plan'), 'plan.json')
  writeFileSync(plan, JSON.stringify(commandPlan([task('a', `echo $$ >> ${starts}; sleep 600`)], {})))
  const at = { cwd: tempRepository().path, env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  const first = startCli(['run', '--plan', plan], at)
  await expect.poll(() => existsSync(starts) && readFileSync(starts, 'utf8')).toMatch(/\d\n/)
  const agent = Number(readFileSync(starts, 'utf8'))
  first.child.kill('SIGKILL')
  await first.ended

  const status = await runCli(['status'], at)
  expect(status).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('To continue the run: coppice run') })
  expect(isAlive(agent)).toBe(true)
  const cancelled = await runCli(['cancel'], at)
  expect(cancelled).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/is cancelled; 1 agent stopped\.\n$/) })
  expect(isAlive(agent)).toBe(false)
  expect((await runCli(['cancel'], at)).stderr).toContain('No run is active')
  expect(readFileSync(starts, 'utf8')).toBe(`${agent}\n`)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
