import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, type TempRepository, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { processesWith } from '../testing/own-processes.ts'
import { runCli, startCli } from '../testing/run-cli.ts'
import { startServer } from '../testing/start-server.ts'

const task = (key: string, run: string, dependsOn: string[] = []) => ({ key, epic: 'e', run, dependsOn })
const write = (key: string, dependsOn: string[] = []) => task(key, `echo ${key} > ${key}.txt`, dependsOn)

/** Creates a plan file, a new repository and a data folder that no server uses. */
async function given(tasks: readonly ReturnType<typeof task>[], settings: object = {}) {
  const plan = join(tempFolder('plan'), 'plan.json')
  writeFileSync(plan, JSON.stringify(commandPlan(tasks, { ...settings, defaults: { maxAttempts: 1 } })))
  const repository = tempRepository()
  const home = await preparedHome(tempFolder())
  return {
    repository,
    home,
    run: ['run', '--plan', plan, '--parallel'],
    at: { cwd: repository.path, env: { COPPICE_HOME: home, NO_COLOR: '1' } },
  }
}

test('run carries out and delivers a plan and prints a line per event; the second time there is nothing to do', async () => {
  const { repository, run, at } = await given([write('a'), write('b'), write('c', ['a', 'b'])])

  const first = await runCli(run, at)
  expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Run 1, forecast 10:00 to 40:00') })
  expect(first.stdout).toMatch(/ \d+:\d\d {2}run started: 3 tasks in 2 batches\n/)
  for (const key of ['a', 'b', 'c']) {
    expect(first.stdout).toMatch(new RegExp(` {2}${key} {2}started`))
    expect(first.stdout).toMatch(new RegExp(` {2}${key} {2}merged\n`))
  }
  expect(first.stdout).toMatch(/Run 1 completed in \d+:\d\d \(3 of 3 tasks merged\)\nDelivered to main/)
  expect(repository.git('ls-files')).toBe('README.md\na.txt\nb.txt\nc.txt')
  expect(repository.git('status', '--porcelain')).toBe('')
  expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1)

  const second = await runCli(run, at)
  expect(second).toMatchObject({ exitCode: 0, stdout: '' })
  expect(second.stderr).toContain('Nothing to do')
})

test('P6: a plan that removes verify from the project is imported only with --remove verify', async () => {
  const { repository, run, at } = await given([write('a')], { verify: 'test -f README.md' })
  expect(await runCli(run, at)).toMatchObject({
    exitCode: 0,
    stderr: expect.not.stringContaining('changes the project'),
  })
  const plan = join(tempFolder('plan'), 'plan.json')
  writeFileSync(plan, JSON.stringify(commandPlan([write('b')])))
  const again = ['run', '--plan', plan]

  const refused = await runCli(again, at)
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toMatch(
    /Nothing was imported\..*`verify` \(test -f README\.md\).*coppice run --remove verify/s,
  )
  expect(repository.git('ls-files')).not.toContain('b.txt')

  const allowed = await runCli([...again, '--remove', 'verify'], at)
  expect(allowed.exitCode).toBe(0)
  expect(allowed.stderr).toMatch(/verify: test -f README\.md → none\n {2}1 task added: b\n {2}1 task archived: a/)
  expect(repository.git('ls-files')).toContain('b.txt')
})

test('P1: a task may depend on a done task of an earlier plan; a key that no plan has is refused', async () => {
  const { repository, run, at } = await given([write('a')])
  expect(await runCli(run, at)).toMatchObject({ exitCode: 0 })
  const planWith = (dependency: string) => {
    const plan = join(tempFolder('plan'), 'plan.json')
    writeFileSync(plan, JSON.stringify(commandPlan([write('later', [dependency])])))
    return ['run', '--plan', plan, '--parallel']
  }
  const refused = await runCli(planWith('zzz'), at)
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toContain('no task of this plan has the key "zzz"')

  expect(await runCli(planWith('a'), at)).toMatchObject({ exitCode: 0 })
  expect(repository.git('ls-files')).toBe('README.md\na.txt\nlater.txt')
})

test('in a folder below the top level of a repository, run finds the repository and its plan', async () => {
  const { repository, at } = await given([])
  writeFileSync(join(repository.path, 'coppice.plan.yaml'), JSON.stringify(commandPlan([write('a')], {})))
  repository.git('add', '.')
  repository.git('commit', '-qm', 'plan')
  const cwd = join(repository.path, 'src', 'deep')
  mkdirSync(cwd, { recursive: true })
  expect(await runCli(['run'], { ...at, cwd })).toMatchObject({ exitCode: 0 })
  expect(repository.git('ls-files')).toContain('a.txt')
})

test('A2: run names each variable of `env` that is not set, once, before the start; a variable that is set is passed to the agent', async () => {
  const { run, at, repository } = await given([task('a', 'printf %s "$DOOR_WORD" | wc -c > a.txt')], {
    env: ['DOOR_WORD', 'WINDOW_WORD', 'WINDOW_WORD'],
  })
  const { exitCode, stderr } = await runCli(run, { ...at, env: { ...at.env, DOOR_WORD: 'open-sesame' } })
  expect(exitCode).toBe(0)
  expect(stderr).toMatch(/^Agents start without WINDOW_WORD: .*\n(?:.*\n)*Run 1/m)
  expect(repository.git('show', 'main:a.txt').trim()).toBe('11')
})

test('with --json, stdout contains every event of the run and nothing else', async () => {
  const { run, at } = await given([write('a')])
  const { exitCode, stdout } = await runCli([...run, '--json'], at)
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(exitCode).toBe(0)
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1))
  expect([events[0].__typename, events.at(-1).__typename]).toEqual(['RunStarted', 'RunFinished'])
  expect(events.find((event) => event.__typename === 'TaskMerged').commit).toMatch(/^[0-9a-f]{40}$/)
})

test('S4: when a task fails, the exit code is 1 and the last lines of its agent are printed', async () => {
  const failing = task('b', '(echo one; echo the reason) >&2; exit 7')
  const { repository, run, at } = await given([write('a'), failing, write('c', ['b'])])
  const { exitCode, stdout } = await runCli(run, at)
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/ {2}b {2}failed: .*7/)
  expect(stdout).toMatch(/ {2}c {2}skipped: .*b/)
  expect(stdout).toMatch(/Last lines of b, attempt 1:\n {2}one\n {2}the reason/)
  expect(repository.git('ls-files')).toContain('a.txt')
})

test('D4: when a conflict is not resolved, the exit code is 3', async () => {
  const { run, at } = await given(['a', 'b'].map((key) => task(key, `echo ${key} > README.md`)))
  const { exitCode, stdout } = await runCli(run, at)
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/ {2}b {2}conflict in README.md/)
})

test('S9: when the work waits for a person to deliver it, the exit code is 3', async () => {
  const { run, at } = await given([write('a')], { delivery: 'manual' })
  const { exitCode, stdout } = await runCli(run, at)
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/Not delivered.*coppice\/run-1/)
})

test('C2: without a server, Ctrl-C cancels the run: the exit code is 130 and no agent remains', async () => {
  const { run, at, home } = await given([task('a', 'sleep 600')])
  const { child, result, ended } = startCli(run, at)
  await expect.poll(() => result.stdout).toContain('a  started')
  child.kill('SIGINT')
  const { exitCode, stdout, stderr } = await ended
  expect(exitCode).toBe(130)
  expect(stderr).toContain('Ctrl-C again')
  expect(stdout).toContain('Run 1 cancelled')
  expect(processesWith(`${home}/`)).toEqual([])
})

test('with a server, Ctrl-C only stops watching (exit code 8); the run continues until coppice cancel ends it', async () => {
  const { run, at, home } = await given([task('a', 'sleep 600')])
  const server = await startServer(home)
  const { child, result, ended } = startCli(run, at)
  await expect.poll(() => result.stdout).toContain('a  started')
  child.kill('SIGINT')
  const left = await ended
  expect(left.exitCode).toBe(8)
  expect(left.stderr).toContain(`Run 1 continues. To watch it: ${server.url} or coppice watch.`)

  const cancelled = await runCli(['cancel'], at)
  expect(cancelled).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/^Run 1 of \S+ is cancelled; 1 agent stopped\.\n$/),
  })
  // The run ends when its agent has ended, which may take the whole grace time.
  await expect.poll(async () => (await runCli(['cancel'], at)).stderr).toContain('No run is active')
})

test.each([
  ['a path that is missing', () => '/nowhere/at/all'],
  ['a file', (repository: TempRepository) => join(repository.path, 'README.md')],
  ['no repository', () => tempFolder()],
])('%s as --repo is refused in one line, with exit code 2', async (_, repo) => {
  const { repository, run, at } = await given([write('a')])
  const { exitCode, stdout, stderr } = await runCli([...run, '--repo', repo(repository)], at)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/^coppice: /)])
})

test('for a plan with mistakes, no server starts and the exit code is 2', async () => {
  const { run, at } = await given([task('A B', 'true')])
  const { exitCode, stderr } = await runCli(run, { ...at, env: { COPPICE_HOME: '/proc/nowhere' } })
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/plan\.json:1:\d+: epics\[0\]\.tasks\[0\]\.key/)
})

test('--task runs only these tasks and the tasks that they need, with the chosen strategy and isolation', async () => {
  const { repository, run, at } = await given([write('a'), write('b', ['a']), write('c')])
  const { exitCode, stdout } = await runCli(
    [...run, '--strategy', 'continuous', '--isolation', 'epic', '--task', 'b'],
    at,
  )
  expect(exitCode).toBe(0)
  expect(stdout).toContain('Run 1 completed')
  expect(repository.git('ls-files')).toBe('README.md\na.txt\nb.txt')
})

test.each([
  [['--parallel', '--task', 'a', 'z'], 'The plan has no task z.'],
  [['--strategy', 'continuous'], '--strategy cannot be used without --parallel'],
])('%j is refused with exit code 2 before a server starts', async (args, words) => {
  const { run, at } = await given([write('a')])
  const { exitCode, stdout, stderr } = await runCli([...run.filter((arg) => arg !== '--parallel'), ...args], {
    ...at,
    env: { COPPICE_HOME: '/proc/nowhere' },
  })
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(words)
})
