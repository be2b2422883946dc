import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AcpPreset, acpPreset, installFolder } from '@coppice/engine/agents'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { installedProgram, NotInstalled } from './install-agent.ts'

const PRESET = acpPreset('gemini') as AcpPreset
const FOLDER = installFolder(PRESET)

/** An npm that notes its calls and installs the program of the preset, after a moment. */
const INSTALLS = `#!/bin/sh
echo "$@" >> "$NPM_CALLS"
sleep 0.3
mkdir -p node_modules/.bin && echo 1 > node_modules/.bin/${PRESET.program}`

function given(npm: string, path = `:${process.env.PATH}`) {
  const place = tempFolder('install')
  const bin = join(place, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'npm'), npm)
  chmodSync(join(bin, 'npm'), 0o755)
  const calls = join(place, 'calls')
  const root = join(place, 'agents')
  const said: string[] = []
  const install = () =>
    installedProgram(PRESET, {
      root,
      env: { PATH: `${bin}${path}`, NPM_CALLS: calls },
      say: (text) => said.push(text),
      signal: AbortSignal.timeout(60_000),
    })
  return { root, said, install, calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []) }
}

it('an agent is installed once, at its version, with its size and licence shown; others wait for it', async () => {
  const { root, said, install, calls } = given(INSTALLS)
  const paths = await Promise.all([install(), install()])
  expect(new Set(paths)).toEqual(new Set([join(root, FOLDER, 'node_modules/.bin', PRESET.program)]))
  expect(await install()).toBe(paths[0])
  expect(calls()).toEqual([expect.stringContaining(`${PRESET.package.name}@${PRESET.package.version}`)])
  expect(said.join('\n')).toMatch(/100 MB.*Licence: Apache-2\.0/)
})

it('an installation that was interrupted is begun again', async () => {
  const { root, install, calls } = given(INSTALLS)
  const rest = join(root, `${FOLDER}.installing`)
  mkdirSync(rest, { recursive: true })
  writeFileSync(join(rest, 'half'), '')
  // The process of this lock has ended.
  writeFileSync(join(root, `${FOLDER}.lock`), '4194305')
  const path = await install()
  expect(existsSync(path)).toBe(true)
  expect(existsSync(join(root, FOLDER, 'half'))).toBe(false)
  expect(calls()).toHaveLength(1)
})

it('A2: the words of npm are cut between two words, so that no part of a key is left', async () => {
  const key = 'sk-ant-0123456789abcdef'
  const { install } = given(`#!/bin/sh\necho "${'x'.repeat(389)} ${key} more" >&2\nexit 1`)
  await expect(install()).rejects.toThrow(/installed: x{389}\. Check that/)
})

it('S5: an installation that fails says what to do, and leaves nothing that looks installed', async () => {
  const { root, install } = given('#!/bin/sh\necho "npm error code E404" >&2\nexit 1')
  await expect(install()).rejects.toThrow(/Gemini CLI could not be installed: npm error code E404\. Check that/)
  await expect(install()).rejects.toBeInstanceOf(NotInstalled)
  await expect(install(), 'the registry may be there again').rejects.toMatchObject({ class: 'infrastructure' })
  expect(existsSync(join(root, FOLDER))).toBe(false)
  const empty = given('#!/bin/sh\nexit 0')
  await expect(empty.install()).rejects.toThrow(/has no program gemini/)
  await expect(empty.install()).rejects.toMatchObject({ class: 'configuration' })
  // The shell of this npm is nowhere, so that npm cannot be started.
  const missing = given('#!/no/such/shell', '')
  await expect(missing.install()).rejects.toMatchObject({ class: 'configuration' })
})
