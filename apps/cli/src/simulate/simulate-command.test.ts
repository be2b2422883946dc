import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli, startCli } from '../testing/run-cli.ts'
import { task as command, givenRun, givenServer } from '../testing/started-run.ts'

const task = (key: string, dependsOn: string[] = []) => ({ key, epic: 'e', run: 'true', dependsOn })

/** Creates a folder with a plan: a chain of two tasks that takes 10 min, and three other tasks that take 4 min each. */
function given(tasks = [task('a'), task('b', ['a']), task('c'), task('d'), task('e')]) {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'coppice.plan.yaml'), JSON.stringify(commandPlan(tasks)))
  writeFileSync(join(cwd, 'ms.json'), JSON.stringify({ a: 240_000, b: 360_000, c: 240_000, d: 240_000, e: 240_000 }))
  return { cwd, simulate: (...args: string[]) => runCli(['simulate', ...args], { cwd }) }
}

test('simulate prints the wall time, the lower bound, the slot use, the gain of one more slot, and the critical path', async () => {
  const { simulate } = given()
  const { exitCode, stdout, stderr } = await simulate('--durations', 'ms.json', '--concurrency', '1,2')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
    'coppice.plan.yaml: 5 tasks in 2 batches; 5 with a given duration',
    'Assumptions: 0 % of attempts fail; merge and verify take no time',
    '',
    'slots | strategy | wall time | lower bound | slot use | one more slot',
    '1 | batches | 22:00 | 22:00 | 100 % | -8:00 (36 %)',
    '1 | continuous | 22:00 | 22:00 | 100 % | -8:00 (36 %)',
    '2 | batches | 14:00 | 11:00 | 79 % | no change',
    '2 | continuous | 14:00 | 11:00 | 79 % | -4:00 (29 %)',
    '',
    'Critical path | a → b | (2 tasks, 10:00)',
    '',
  ])
})

test('the same input gives the same JSON; with failing attempts, the JSON counts failed and skipped tasks', async () => {
  const { cwd, simulate } = given()
  const args = ['--fail-rate', '1', '--concurrency', '2', '--strategy', 'continuous', '--json', '--svg', 'p.svg']
  const [first, second] = [await simulate(...args), await simulate(...args)]
  expect(first).toEqual(second)
  const { results, totalTasks, failRate } = JSON.parse(first?.stdout ?? '')
  expect({ totalTasks, failRate }).toEqual({ totalTasks: 5, failRate: 1 })
  expect(results).toMatchObject([{ concurrency: 2, strategy: 'continuous', completed: 0, failed: 4, skipped: 1 }])
  const svg = readFileSync(join(cwd, 'p.svg'), 'utf8')
  expect(svg).toMatch(/^<svg xmlns=[\s\S]*<\/svg>\n$/)
  expect(svg.match(/class="f"/g)).toHaveLength(12)
})

test('Ctrl-C ends a long simulation with exit code 130', async () => {
  const many = Array.from({ length: 4_000 }, (_, index) => task(`t${index}`, index < 50 ? [] : [`t${index - 50}`]))
  const { cwd } = given(many)
  const { child, ended } = startCli(
    [
      'simulate',
      '--concurrency',
      many
        .slice(0, 64)
        .map((_, i) => i + 1)
        .join(','),
    ],
    { cwd },
  )
  await once(child.stderr, 'data')
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ exitCode: 130, stdout: '' })
})

test.each([
  [['--plan', 'none.yaml'], 'there is no such file'],
  [['--concurrency', '0'], 'from 1 to 64'],
  [['--concurrency', '2,x'], 'from 1 to 64'],
  [['--strategy', 'eager'], 'Expected "batches"'],
  [['--fail-rate', '1.5'], 'from 0 to 1'],
  [['--durations', 'none.json'], 'cannot be read'],
  [['--durations', 'coppice.plan.yaml'], 'the plan has no task'],
  [['--svg', '/proc/nowhere/p.svg'], 'cannot be written'],
])('%j is refused with exit code 2 and says %j', async (args, words) => {
  const { exitCode, stdout, stderr } = await given().simulate(...args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(words)
})

test('with --project, tasks take as long as in earlier sessions, and the wall time is a range', async () => {
  const { api, cli, at } = await givenServer()
  await givenRun(api, 'shop', [command('a', 'echo a > a.txt')])
  await expect.poll(async () => (await cli('status', '--json')).stdout, { interval: 500 }).toContain('"COMPLETED"')
  const plan = join(at.cwd, 'coppice.plan.yaml')
  writeFileSync(plan, JSON.stringify(commandPlan([command('a', 'true'), command('new', 'true')])))
  const { stdout, exitCode } = await cli('simulate', '--project', 'shop', '--concurrency', '1')
  expect(exitCode).toBe(0)
  expect(stdout).toContain(
    '2 tasks in 1 batch; 1 from earlier sessions, others 10:00 each on average, varied by task key',
  )
  expect(stdout).toMatch(/ \d+:\d\d \(\d+:\d\d to \d+:\d\d\) /)
  expect(await cli('simulate', '--project', 'ship')).toMatchObject({ exitCode: 2, stdout: '' })
})

test('--project needs a server', async () => {
  const { cwd } = given()
  const alone = await runCli(['simulate', '--project', 'shop'], { cwd, env: { COPPICE_HOME: cwd } })
  expect(alone).toMatchObject({ exitCode: 1, stdout: '' })
})
