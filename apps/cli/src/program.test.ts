import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli, startCli } from './testing/run-cli.ts'

const cli = (...args: string[]) => runCli(args, { cwd: tempFolder() })

test.each([
  { args: ['--help'] },
  { args: ['run', '--help'] },
  { args: ['serve', '--help'] },
  { args: ['plan', 'check', '--help'] },
  { args: ['plan', 'follow-ups', '--help'] },
  { args: ['plan', 'accept', '--help'] },
  { args: ['plan', 'reject', '--help'] },
  { args: ['models', 'explain', '--help'] },
  { args: ['simulate', '--help'] },
  { args: ['watch', '--help'] },
  { args: ['status', '--help'] },
  { args: ['logs', '--help'] },
  { args: ['agents', '--help'] },
  { args: ['init', '--help'] },
  { args: ['answer', '--help'] },
  { args: ['tell', '--help'] },
  { args: ['budget', '--help'] },
  { args: ['cost', '--help'] },
  { args: ['pause', '--help'] },
  { args: ['resume', '--help'] },
  { args: ['release', '--help'] },
  { args: ['cancel', '--help'] },
  { args: ['retry', '--help'] },
  { args: ['resolve', '--help'] },
  { args: ['deliver', '--help'] },
  { args: ['undo', '--help'] },
  { args: ['discard', '--help'] },
  { args: ['kept', '--help'] },
  { args: ['kept', 'drop', '--help'] },
  { args: ['mark-done', '--help'] },
  { args: ['task', '--help'] },
  { args: ['expertise', '--help'] },
  { args: ['expertise', 'pin', '--help'] },
  { args: ['expertise', 'import', '--help'] },
  { args: ['handover', '--help'] },
  { args: ['sign-in', '--help'] },
  { args: ['token', '--help'] },
  { args: ['trust', '--help'] },
  { args: ['token', 'create', '--help'] },
  { args: ['token', 'list', '--help'] },
  { args: ['token', 'revoke', '--help'] },
])('the help of $args goes to stdout, fits on a screen and has examples', async ({ args }) => {
  const { exitCode, stdout, stderr } = await cli(...args)
  expect(exitCode).toBe(0)
  expect(stderr).toBe('')
  expect(stdout).toContain('Examples:')
  const isListOfCommands = args.length === 1
  expect(stdout.trimEnd().split('\n').length).toBeLessThan(isListOfCommands ? 56 : 25)
})

test.each([['--help'], ['help', 'exit-codes'], ['plan', 'check', '--help']])(
  '%s %s succeeds also when the reader of its output has closed the pipe',
  async (...args) => {
    const { child, ended } = startCli(args, { cwd: tempFolder() })
    child.stdout.destroy()
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' })
  },
)

test('the help of run states the default of every option', async () => {
  const { stdout } = await cli('run', '--help')
  const options = stdout.split('Options:')[1]?.split('Examples:')[0] ?? ''
  for (const option of options.split(/\n {2}(?=--)/).slice(1)) expect(option).toContain('(default:')
})

test.each([
  [['rn'], 'Did you mean run?'],
  [['run', '--paralel'], 'Did you mean --parallel?'],
  [['plan', 'chek', 'x'], 'Did you mean check?'],
  [['help', 'nothing'], "no help about 'nothing'"],
  [['run', '--max-concurrency', '0'], 'from 1 to 64'],
  [['run', '--max-concurrency', '-1'], 'from 1 to 64'],
  [['run', '--max-concurrency', '100000'], 'from 1 to 64'],
  [['run', '--strategy', 'eager'], 'batches or continuous'],
  [['run', '--isolation', 'machine'], 'task or epic'],
  [['run', '--remove', 'setup'], 'verify or manual-delivery'],
  [['run', 'plan.yaml'], 'If it is the plan: coppice run --plan plan.yaml'],
  [
    ['simulate', 'plan.yaml', 'x'],
    'but got plan.yaml and 1 more. If it is the plan: coppice simulate --plan plan.yaml',
  ],
  [['logs', 'a', '--attempt', '0'], '1 or more'],
  [['budget', '1', 'much'], 'such as 7.50'],
  [['run', '--budget', '0'], 'such as 7.50'],
  [
    ['run', '--max-concurrency', '8', '--isolation', 'epic'],
    '--max-concurrency and --isolation cannot be used without --parallel',
  ],
  [['cost', '--by', 'moon'], 'model, domain, task'],
  [['cost', '--all', '--requests'], '--all and --requests cannot be used together'],
  [['cost', '7', '--all'], '--all and run 7 cannot be used together'],
  [['cost', '--json', '--csv'], '--json and --csv cannot be used together'],
  [['cost', '--requests', '--by', 'task'], '--requests and --by cannot be used together'],
  [['token', 'create', 'ci', '--role', 'root'], 'viewer, operator, admin'],
  [['token', 'create', 'ci', '--expires', 'soon'], 'expected days (30d)'],
])('%j is refused with exit code 2 and says %j', async (args, words) => {
  const { exitCode, stdout, stderr } = await cli(...args)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(words)
  expect(stdout).toBe('')
})

test.each(['1', '8', '64'])('run accepts --max-concurrency %s', async (number) => {
  const { stderr } = await cli('run', '--parallel', '--max-concurrency', number, '--plan', 'no-such-plan.yaml')
  expect(stderr).toContain('no-such-plan.yaml')
})

test('help prints each of its topics', async () => {
  expect((await cli('help', 'exit-codes')).stdout).toContain('130  cancelled')
  expect((await cli('help', 'environment')).stdout).toContain('COPPICE_HOME')
  expect((await cli('help', 'plan')).stdout).toContain('dependsOn')
  expect((await cli('help', 'run')).stdout).toContain('--max-concurrency')
})
