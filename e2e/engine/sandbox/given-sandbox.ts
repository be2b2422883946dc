import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { acpScripts } from '@coppice/acp-host'
import { anthropicScripts } from '@coppice/anthropic-host'
import { createSandbox } from '@coppice/engine'
import { sandboxScripts } from '@coppice/sandbox-host'
import { onTestFinished } from 'vitest'
import { engineUnderTest } from '../engine-under-test.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** These tests run with every version of bubblewrap, because they attack the sandbox only in ways that each version stops. */
const bubblewrapAtLeast = '0.1'

/** Whether this machine can confine agents. */
export const CAN_CONFINE = canConfine()
export const LACK = 'this machine lacks bubblewrap, socat or ripgrep, or allows no user namespaces'

function canConfine(): boolean {
  try {
    for (const program of ['socat', 'rg']) execFileSync('which', [program], { stdio: 'ignore' })
    execFileSync('bwrap', [
      '--unshare-user',
      '--unshare-pid',
      '--unshare-net',
      '--ro-bind',
      '/',
      '/',
      '--proc',
      '/proc',
      'true',
    ])
    return true
  } catch {
    return false
  }
}

export const sandboxOn = (home: string) =>
  createSandbox(
    { env: process.env, bubblewrapAtLeast },
    {
      hidden: [home],
      readable: [
        ...['apps', 'bin', 'node_modules', 'packages', '.toolchain'].map((name) => join(ROOT, name)),
        process.execPath,
      ],
    },
  )

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
