import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

const modeOf = (path: string): string => (lstatSync(path).mode & 0o777).toString(8)

test('A2: other users cannot open the data folder; new files in the repository have the modes that the umask of the user gives', async () => {
  const before = process.umask(0o027)
  onTestFinished(() => void process.umask(before))
  const asUser = '[ "$(umask)" = 0027 ]'
  const repository = tempRepository()
  const run = `${asUser} && echo made > made.txt && mkdir folder && echo more > folder/more.txt`
  const settings = { setup: `${asUser} && find . -maxdepth 0 -perm 750 | grep -q .`, verify: asUser }
  const plan = join(tempFolder('plan'), 'plan.json')
  const tasks = [{ key: 'a', epic: 'e', run }]
  writeFileSync(plan, JSON.stringify(commandPlan(tasks, { ...settings, defaults: { maxAttempts: 1 } })))
  const home = await preparedHome(tempFolder())
  chmodSync(home, 0o755)
  mkdirSync(join(home, 'sessions'), { mode: 0o755 })

  const { exitCode, stdout } = await runCli(['run', '--plan', plan, '--parallel'], {
    cwd: repository.path,
    env: { COPPICE_HOME: home, NO_COLOR: '1' },
  })
  expect(exitCode, stdout).toBe(0)
  const at = (name: string) => join(repository.path, name)
  expect(
    ['made.txt', 'folder', 'folder/more.txt', '.git/coppice', '.git/coppice/lock.sqlite'].map(at).map(modeOf),
  ).toEqual(['640', '750', '640', '750', '640'])
  const open = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(?:worktrees|sample)\//.test(name))
    .filter((name) => (statSync(join(home, name)).mode & 0o077) !== 0)
  expect(open).toEqual([])
  expect(modeOf(home)).toBe('700')
})
