import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { runCli } from '../testing/run-cli.ts'

test('init writes a valid plan, which stays valid when every commented-out setting is used', async () => {
  const cwd = tempFolder()
  expect((await runCli(['init'], { cwd })).exitCode).toBe(0)
  expect(await runCli(['plan', 'check', 'coppice.plan.yaml'], { cwd })).toMatchObject({ exitCode: 0 })

  const template = readFileSync(join(cwd, 'coppice.plan.yaml'), 'utf8')
  const [head = '', ...rest] = template.split('\n\n')
  writeFileSync(
    join(cwd, 'all.yaml'),
    [head, ...rest.map((part) => part.replaceAll(/^( *)# (?=\w+: )/gm, '$1'))].join('\n\n'),
  )
  const { exitCode, stderr } = await runCli(['plan', 'check', 'all.yaml'], { cwd })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

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
