import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createSimulator } from '@coppice/messages-simulator'
import { preparedHome } from '@coppice/persistence/testing'
import { tempFolder, tempRepository } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { checkout } from './checkout.ts'

const run = promisify(execFile)

/** The steps of the model: it writes the file that the prompt names, and commits it. */
const steps = ['hello', 'world', 'sentence'].map((name) => ({
  onlyIfPromptHas: `Create ${name}.txt`,
  calls: [{ tool: 'bash', input: { command: `echo ${name} > ${name}.txt; git add -A; git commit -qm ${name}` } }],
}))

it('coppice init in a strange repository, with a key in one variable, gives a plan that runs', async () => {
  const simulator = await createSimulator({
    scripts: { any: { steps: [...steps, { text: 'Done.' }] } },
    defaultScript: 'any',
  })
  onTestFinished(() => simulator.close())
  const repository = tempRepository({ 'readme.txt': 'strange\n' })
  const env = {
    PATH: process.env.PATH,
    ...{ HOME: tempFolder('user'), COPPICE_HOME: await preparedHome(tempFolder('home')) },
    ...{ ANTHROPIC_API_KEY: 'sk-ant-test-0123456789', ANTHROPIC_BASE_URL: simulator.url },
  }
  const coppice = (...args: string[]) => run(join(checkout, 'bin/coppice'), args, { cwd: repository.path, env })
  expect((await coppice('init')).stderr).toContain('A model of Anthropic does its tasks')
  const { stdout } = await coppice('run', '--parallel')
  expect(stdout).toContain('run completed')
  expect(repository.git('show', 'main:hello.txt', 'main:world.txt', 'main:sentence.txt')).toBe('hello\nworld\nsentence')
})
