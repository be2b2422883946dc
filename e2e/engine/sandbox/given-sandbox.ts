import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { acpScripts } from '@coppice/acp-host'
import { anthropicScripts } from '@coppice/anthropic-host'
import { agentEnvironment, createSandbox } from '@coppice/engine'
import { sandboxScripts } from '@coppice/sandbox-host'
import { afterAll, onTestFinished } from 'vitest'
import { sandboxOfServer } from '../../../apps/cli/src/serve/sandbox-of-server.ts'
import { engineUnderTest } from '../engine-under-test.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

// The gate keeps temporary files in /dev/shm, and a sandbox has a /dev of its own.
if (tmpdir().startsWith('/dev/')) {
  const folder = mkdtempSync('/tmp/coppice-test-sandbox-')
  process.env.TMPDIR = folder
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
}

/** These tests run with every version of bubblewrap, because they attack the sandbox only in ways that each version stops. */
const bubblewrapAtLeast = '0.1'

const here = { env: agentEnvironment(process.env), bubblewrapAtLeast }

/** What this machine lacks for these tests, or null. The agents of the tests use curl. */
export const LACK = await lack()
export const CAN_CONFINE = LACK === null

async function lack(): Promise<string | null> {
  const state = await createSandbox(here, { hidden: [], readable: [] }).state()
  if (state.is === 'unusable') return state.why
  return spawnSync('curl', ['--version']).status === 0 ? null : 'this machine has no curl'
}

export const sandboxOn = (home: string) => sandboxOfServer({ ...here, installation: ROOT, home })

/** Makes an engine that can confine agents. */
export async function engineWithSandbox(parts: Parameters<typeof engineUnderTest>[1] = {}) {
  const under = await engineUnderTest('pglite', {
    scripts: new Map([...sandboxScripts, ...anthropicScripts, ...acpScripts]),
    sandbox: sandboxOn,
    ...parts,
  })
  onTestFinished(() => under.close())
  return under
}
