import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

const PLAN = {
  epics: [
    {
      key: 'core',
      name: 'Core',
      tasks: [
        { key: 'a', description: 'A', agent: 'command', run: 'true' },
        { key: 'b', description: 'B', agent: 'command', run: 'true', dependsOn: ['a'] },
        { key: 'c', description: 'C', agent: 'command', run: 'true' },
      ],
    },
  ],
}

async function check(source: string, ...options: string[]) {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'p.yaml'), source)
  return runCli(['plan', 'check', 'p.yaml', ...options], { cwd })
}

test('P3: for a valid plan, the batches and the critical path are printed', async () => {
  const { exitCode, stdout, stderr } = await check(JSON.stringify(PLAN))
  expect(stdout).toBe(
    'p.yaml: 3 tasks in 1 epic, 2 batches\n\nBatch 1  a, c\nBatch 2  b\n\nCritical path  a → b  (2 tasks)\n',
  )
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('without a file, the plan of the repository is checked, also from a folder below its top level', async () => {
  const { path } = tempRepository()
  writeFileSync(join(path, 'coppice.plan.yaml'), JSON.stringify(PLAN))
  const below = join(path, 'src/deep')
  mkdirSync(below, { recursive: true })
  const { exitCode, stdout } = await runCli(['plan', 'check'], { cwd: below })
  expect(stdout).toMatch(/^\.\.\/\.\.\/coppice\.plan\.yaml: 3 tasks/)
  expect(exitCode).toBe(0)
})

test('--json prints one document, --mermaid prints a flowchart', async () => {
  const json = await check(JSON.stringify(PLAN), '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, totalTasks: 3, criticalPath: ['a', 'b'] })
  const { stdout } = await check(JSON.stringify(PLAN), '--mermaid')
  expect(stdout).toMatch(/^flowchart LR\n[\s\S]*t0 --> t1\n$/)
})

const BAD = `epics:
  - key: A B
    nme: x
    tasks:
      - key: a
        timeout: soon
      - key: a
        description: d
        dependsOn: [zz]
`

test('all mistakes of a plan are reported at once, each with line and column, and the exit code is 2', async () => {
  const { exitCode, stdout, stderr } = await check(BAD)
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  for (const place of ['p.yaml:2:10:', 'p.yaml:3:5:', 'p.yaml:6:18:', 'p.yaml:7:14:', 'p.yaml:9:21:'])
    expect(stderr).toContain(place)
  expect(stderr.trimEnd().split('\n').at(-1)).toBe('7 mistakes')
})

test('with --json the mistakes are JSON on stdout', async () => {
  const { exitCode, stdout, stderr } = await check(BAD, '--json')
  const { ok, problems } = JSON.parse(stdout)
  expect({ exitCode, ok, count: problems.length, stderr }).toEqual({ exitCode: 2, ok: false, count: 7, stderr: '' })
  expect(problems[0]).toMatchObject({ line: 2, column: 10 })
})

test('P1: the message about a cycle lists its tasks in order', async () => {
  const task = (key: string, on: string) => ({ key, description: key, agent: 'command', run: 'true', dependsOn: [on] })
  const tasks = [task('a', 'c'), task('b', 'a'), task('c', 'b')]
  const { exitCode, stderr } = await check(JSON.stringify({ epics: [{ key: 'e', name: 'E', tasks }] }))
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/a.*c.*b|c.*b.*a|b.*a.*c/)
})

test('a plan can be read from standard input', async () => {
  const { exitCode, stdout } = await runCli(['plan', 'check', '-'], { cwd: tempFolder(), input: JSON.stringify(PLAN) })
  expect(exitCode).toBe(0)
  expect(stdout).toContain('3 tasks')
})

test.each([
  ['missing.yaml', 'there is no such file'],
  ['.', 'it is a folder'],
])('%s cannot be read: %s', async (file, words) => {
  const { exitCode, stderr } = await runCli(['plan', 'check', file], { cwd: tempFolder() })
  expect(exitCode).toBe(2)
  expect(stderr).toContain(words)
})

test('D2: in a repository it says which branch a run would move and what prevents that now, such as an uncommitted plan', async () => {
  const repository = tempRepository({ 'p.yaml': JSON.stringify(PLAN), 'a.txt': 'a\n' })
  repository.write('a.txt', 'mine\n')
  repository.write('p.yaml', `${JSON.stringify(PLAN)}\n`)
  const { exitCode, stdout, stderr } = await runCli(['plan', 'check', 'p.yaml'], { cwd: repository.path })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^p\.yaml: 3 tasks/)
  expect(stderr).toContain('The run starts from main and delivers to it')
  expect(stderr).toContain(
    `not committed: p.yaml (the plan itself), a.txt; commit them, or put them aside: \`git -C '${repository.path}' stash\``,
  )
})

test('I2: plan check runs no filter that the config of the repository names', async () => {
  const repository = tempRepository({ '.gitattributes': '*.txt filter=planted\n', 'a.txt': 'old\n' })
  const mark = join(tempFolder(), 'ran')
  repository.git('config', 'filter.planted.clean', `touch '${mark}'; cat`)
  writeFileSync(join(repository.path, 'a.txt'), 'new\n')
  writeFileSync(join(repository.path, 'coppice.plan.yaml'), JSON.stringify(PLAN))
  const { stderr } = await runCli(['plan', 'check'], { cwd: repository.path })
  expect(stderr).toContain('a.txt')
  expect(existsSync(mark)).toBe(false)
})
