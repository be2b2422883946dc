import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

async function given() {
  const repository = tempRepository()
  const plan = join(tempFolder('plan'), 'plan.json')
  const write = (keys: string[], settings: Record<string, unknown> = {}) => {
    const tasks = keys.map((key) => ({ key, epic: 'e', run: `echo ${key} > ${key}.txt` }))
    writeFileSync(plan, JSON.stringify(commandPlan(tasks, settings)))
  }
  const home = await preparedHome(tempFolder())
  const at = { cwd: repository.path, env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  const run = (...args: string[]) => runCli(['run', '--plan', plan, ...args], at)
  const files = (branch: string) => repository.git('ls-tree', '-r', '--name-only', branch)
  return { repository, write, run, files }
}

test('D2: a project uses the branch on which it was created; on another branch, run says so and how to change it', async () => {
  const { repository, write, run, files } = await given()
  write(['a'])
  repository.git('switch', '-qc', 'feature')
  const first = await run()
  expect(first).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/^The run starts from feature and delivers to it\./),
  })
  expect(files('feature')).toContain('a.txt')
  expect(files('main')).not.toContain('a.txt')

  repository.git('switch', '-q', 'main')
  write(['a', 'b'])
  const second = await run()
  expect(second.stderr).toMatch(
    /^The run starts from feature .*not checked out anywhere.* is on main\. .*coppice run --base main/m,
  )
  expect(files('feature')).toContain('b.txt')
  expect(files('main')).not.toContain('b.txt')

  const third = await run('--base', 'main')
  expect(third).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/^The run starts from main and delivers to it\./),
  })
  expect(files('main')).toContain('b.txt')
})

test('P5: while work waits for delivery to one base branch, another base branch is refused and the work stays', async () => {
  const { repository, write, run, files } = await given()
  write(['a'], { delivery: 'manual' })
  repository.git('branch', 'feature')
  expect((await run()).exitCode).toBe(3)
  const refused = await run('--base', 'feature')
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toMatch(
    /Run 1 has work for main .*coppice deliver 1.*coppice discard 1.*--name NAME --base feature/,
  )
  expect(await run('--base', 'nowhere')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no branch nowhere'),
  })
  expect(files('coppice/run-1')).toContain('a.txt')
})

test('with a detached HEAD, --base is required; a branch of Coppice itself is refused as base branch', async () => {
  const { repository, write, run, files } = await given()
  write(['a'])
  repository.git('switch', '-q', '--detach')
  expect(await run()).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/detached HEAD.*--base BRANCH/) })
  repository.git('branch', 'coppice/mine')
  expect(await run('--base', 'coppice/mine')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('of Coppice itself'),
  })
  const { exitCode, stderr } = await run('--base', 'main')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringContaining('on no branch (a detached HEAD)'),
  })
  expect(files('main')).toContain('a.txt')
})
