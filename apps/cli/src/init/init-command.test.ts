import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agents } from '@coppice/engine'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

/** A machine on which nobody is signed in anywhere. */
const env = { HOME: tempFolder(), XDG_CONFIG_HOME: undefined, COPPICE_HOME: tempFolder(), ...withoutKeys() }

function withoutKeys(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => /API_KEY|TOKEN|^ANTHROPIC_|^CLAUDE_/.test(name))
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

test('init finds out which agent can be used here, and says what to do for one that cannot', async () => {
  const cwd = tempFolder()
  const planOf = (file: string) => readFileSync(join(cwd, file), 'utf8')
  expect((await runCli(['init', 'a.yaml'], { cwd, env })).stderr).toContain(
    'A shell command of the plan does its tasks',
  )
  expect(planOf('a.yaml')).toMatch(/^ {2}agent: command\b/m)
  const signedIn = { ...env, ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' }
  expect((await runCli(['init', 'b.yaml'], { cwd, env: signedIn })).exitCode).toBe(0)
  expect(planOf('b.yaml')).toMatch(/^ {2}agent: anthropic\b/m)
  const named = await runCli(['init', 'c.yaml', '--agent', 'anthropic'], { cwd, env })
  expect(named.stderr).toMatch(/anthropic cannot be used here yet: .*ANTHROPIC_API_KEY set/)
  const unknown = await runCli(['init', 'd.yaml', '--agent', 'nobody'], { cwd, env })
  expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There is no agent nobody') })
})

const EVERY_AGENT = [...agents.values()].flatMap(({ choices }) => choices.map(({ name }) => name))

test.each(EVERY_AGENT)(
  'init writes a valid plan for %s, which stays valid when every commented-out setting is used',
  async (agent) => {
    const cwd = tempFolder()
    expect((await runCli(['init', '--agent', agent], { cwd, env })).exitCode).toBe(0)
    expect(await runCli(['plan', 'check', 'coppice.plan.yaml'], { cwd })).toMatchObject({ exitCode: 0 })

    const template = readFileSync(join(cwd, 'coppice.plan.yaml'), 'utf8')
    const [head = '', ...rest] = template.split('\n\n')
    writeFileSync(
      join(cwd, 'all.yaml'),
      [head, ...rest.map((part) => part.replaceAll(/^( *)# (?=\w+: )/gm, '$1'))].join('\n\n'),
    )
    const { exitCode, stderr } = await runCli(['plan', 'check', 'all.yaml'], { cwd })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  },
)

test('init never overwrites a file', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'coppice.plan.yaml'), 'mine')
  const { exitCode, stderr } = await runCli(['init'], { cwd })
  expect({ exitCode, text: readFileSync(join(cwd, 'coppice.plan.yaml'), 'utf8') }).toEqual({
    exitCode: 1,
    text: 'mine',
  })
  expect(stderr).toContain('already exists; nothing was written')
})

test('init says when the folder of the file does not exist', async () => {
  const { exitCode, stderr } = await runCli(['init', 'no/where.yaml'], { cwd: tempFolder() })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('the folder does not exist')
})
