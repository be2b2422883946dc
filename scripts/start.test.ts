import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { inRoot } from './gate/root.ts'

/** Creates a folder with the files of a clone that the bootstrap needs, but without generated files. */
function bareClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'coppice-start-'))
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }))
  for (const path of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'scripts'])
    cpSync(inRoot(path), join(clone, path), { recursive: true })
  for (const folder of ['apps', 'packages']) mkdirSync(join(clone, folder))
  return clone
}

function start(clone: string, env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
    cwd: clone,
    env: { HOME: clone, PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, lines: stderr.trim().split('\n') }
}

/** Returns a PATH whose only program is a `git` that runs `script`. With null, PATH contains no program. */
function pathWithGit(clone: string, script: string | null): string {
  const bin = join(clone, 'bin')
  mkdirSync(bin)
  if (script !== null) writeFileSync(join(bin, 'git'), `#!/bin/sh\n${script}\n`)
  if (script !== null) chmodSync(join(bin, 'git'), 0o755)
  return bin
}

test('without git, npm start says in one line what to do, and exits with 1', () => {
  const clone = bareClone()
  const { status, lines } = start(clone, { PATH: pathWithGit(clone, null) })
  expect({ status, lines }).toEqual({
    status: 1,
    lines: [expect.stringMatching(/^coppice: git was not found\. Install git 2\.38 or newer/)],
  })
  expect(readdirSync(clone)).not.toContain('.toolchain')
})

test('with a git that is too old, npm start says so in one line, and exits with 1', () => {
  const clone = bareClone()
  const { status, lines } = start(clone, { PATH: pathWithGit(clone, 'echo git version 2.37.7') })
  expect({ status, lines }).toEqual({
    status: 1,
    lines: [expect.stringMatching(/^coppice: git version 2\.37\.7 is too old\. Install git 2\.38 or newer/)],
  })
})

test('without the npm registry, npm start says what it was doing and what to check, and exits with 1', () => {
  const clone = bareClone()
  const { status, lines } = start(clone, { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' })
  expect(status).toBe(1)
  expect(lines.at(-1)).toMatch(/^coppice: The npm registry could not be reached\./)
  expect(lines.filter((line) => line.startsWith('coppice:'))).toHaveLength(1)
  expect(lines[0]).toMatch(/^\[1\/\d\] .*pnpm/)
})
