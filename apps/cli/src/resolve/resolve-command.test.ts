import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { preparedHome } from '@coppice/persistence/testing'
import { commandPlan, tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'
import { startServer } from '../testing/start-server.ts'

test('D4: a commit made by hand becomes the work of a failed task of an ended run; a wrong commit or task is refused', async () => {
  const repository = tempRepository()
  const plan = join(tempFolder('plan'), 'plan.json')
  const failing = { key: 'a', epic: 'e', run: 'exit 1' }
  writeFileSync(plan, JSON.stringify(commandPlan([failing], { defaults: { agent: 'command', maxAttempts: 1 } })))
  const home = await preparedHome(tempFolder())
  await startServer(home)
  const at = { cwd: repository.path, env: { COPPICE_HOME: home, NO_COLOR: '1' } }
  const cli = (...args: string[]) => runCli(args, at)
  expect((await cli('run', '--plan', plan)).exitCode).toBe(1)
  expect((await cli('resolve', 'zz', 'main')).exitCode).toBe(2)
  const wrong = await cli('resolve', 'a', 'nothing')
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There is no commit "nothing"') })
  repository.git('checkout', '-q', '-b', 'by-hand')
  repository.write('a.txt', 'a\n')
  repository.git('add', '.')
  repository.git('commit', '-qm', 'by hand')
  repository.git('checkout', '-q', 'main')
  const resolved = await cli('resolve', 'a', 'by-hand')
  expect(resolved).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^The next run of .* merges by-hand/) })
  expect((await cli('run', '--plan', plan)).exitCode).toBe(0)
  expect(repository.git('show', 'main:a.txt')).toBe('a')
})
