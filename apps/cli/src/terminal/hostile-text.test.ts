import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { type CliResult, runCli } from '../testing/run-cli.ts'
import { givenServer } from '../testing/started-run.ts'

/** A text that would clear the screen, set the title of the window, ring the bell, and reverse the line. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u2066\u061c'
/** A text with direction marks only, for names that must not contain control characters. */
const TURNED = 'x\u202egnp\u2067'
const DRIVES = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

const task = { key: 'a', epic: 'e', run: `printf '\\033[2J\\033]0;owned\\007\\342\\200\\256said\\n' && echo a > a.txt` }
const sound = (name: string) => {
  const plan = commandPlan([task], { defaults: { maxAttempts: 1 } })
  return {
    ...plan,
    name,
    epics: plan.epics.map((epic) => ({
      ...epic,
      name: HOSTILE,
      tasks: epic.tasks.map((one) => ({ ...one, description: HOSTILE })),
    })),
  }
}
const wrong = { [HOSTILE]: 1, epics: [{ key: HOSTILE, name: 'E', tasks: [{ key: 'a', [TURNED]: 1, agent: HOSTILE }] }] }

test('no command prints control characters from a plan or an agent, and its JSON keeps the original texts', async () => {
  const { at } = await givenServer()
  const folder = join(at.cwd, TURNED)
  mkdirSync(folder)
  writeFileSync(join(folder, 'sound.yaml'), JSON.stringify(sound(TURNED)))
  writeFileSync(join(folder, 'wrong.yaml'), JSON.stringify(wrong))
  const repository = tempRepository()
  repository.git('branch', TURNED)
  const [soundFile, wrongFile] = [join(TURNED, 'sound.yaml'), join(TURNED, 'wrong.yaml')]
  const cli = async (...args: string[]): Promise<CliResult> => {
    const result = await runCli(args, at)
    for (const text of [result.stdout, result.stderr])
      expect(DRIVES.exec(text)?.[0], `${args.join(' ')} wrote ${JSON.stringify(text)}`).toBeUndefined()
    return result
  }

  expect((await cli('plan', 'check', wrongFile)).stderr).toContain('mistakes')
  const { problems } = JSON.parse((await cli('plan', 'check', wrongFile, '--json')).stdout)
  expect(JSON.stringify(problems)).toContain('\u202e')
  for (const format of [[], ['--json'], ['--mermaid']])
    expect(await cli('plan', 'check', soundFile, ...format)).toMatchObject({ exitCode: 0 })
  for (const format of [[], ['--json']]) await cli('simulate', '--plan', soundFile, ...format)
  const run = ['run', '--repo', repository.path, '--plan', soundFile, '--name', TURNED]
  expect(await cli(...run)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('merged') })
  await cli(...run, '--json', '--task', HOSTILE)
  for (const format of [[], ['--json']]) await cli('status', '--project', TURNED, ...format)
  const logs = await cli('logs', 'a')
  expect(logs.stdout).toContain('<U+202E>said')
  const [entry] = (await cli('logs', 'a', '--json')).stdout.trim().split('\n')
  expect(JSON.parse(entry ?? '').text).toContain('\u202e')
  for (const command of ['logs', 'pause', 'resume', 'cancel', 'retry', 'init', 'help']) await cli(command, HOSTILE)
  await cli('token', 'create', TURNED)
  for (const command of [['list'], ['list', '--json'], ['revoke', TURNED], ['revoke', HOSTILE]])
    await cli('token', ...command)
  await cli('sign-in', HOSTILE)
  await cli('serve', '--port', HOSTILE)
  await cli(HOSTILE)
  await cli(`--${HOSTILE}`)
  await cli('handover', HOSTILE)
})
