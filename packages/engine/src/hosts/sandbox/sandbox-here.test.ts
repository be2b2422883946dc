import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { type SandboxHere, sandboxHere } from './sandbox-here.ts'

/** Makes a machine with these programs, each as a shell script. */
function machine(programs: Readonly<Record<string, string>>, over: Partial<SandboxHere> = {}): SandboxHere {
  const bin = tempFolder('bin')
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return { env: { PATH: bin }, bubblewrapAtLeast: null, node: '24.1.0', system: 'linux', architecture: 'x64', ...over }
}

const FINE = { bwrap: 'echo bubblewrap 0.12.1', socat: 'exit 0', rg: 'exit 0' }
const OLD = { ...FINE, bwrap: 'echo bubblewrap 0.8.0' }

it('a machine with all programs can confine agents', async () => {
  expect(await sandboxHere(machine(FINE))).toEqual({ is: 'usable', bubblewrap: '0.12.1', note: null })
  expect(await sandboxHere(machine(FINE, { node: '22.21.0', architecture: 'arm64' }))).toMatchObject({ is: 'usable' })
})

it('bubblewrap with CVE-2026-87766 is refused, unless the user accepts its version', async () => {
  expect(await sandboxHere(machine(OLD))).toMatchObject({
    is: 'unusable',
    why: expect.stringMatching(/CVE-2026-87766.*Install bubblewrap 0\.12\.0.*COPPICE_BUBBLEWRAP_AT_LEAST=0\.8\.0/),
  })
  expect(await sandboxHere(machine(OLD, { bubblewrapAtLeast: '0.8.0' }))).toMatchObject({
    is: 'usable',
    note: expect.stringContaining('CVE-2026-87766'),
  })
  expect(await sandboxHere(machine(OLD, { bubblewrapAtLeast: '0.9.0' }))).toMatchObject({ is: 'unusable' })
  expect(await sandboxHere(machine({ ...FINE, bwrap: 'echo bubblewrap 0.13.0' }))).toMatchObject({ is: 'usable' })
})

it.each([
  [{ bwrap: FINE.bwrap }, {}, /needs socat and ripgrep.*apt-get install socat ripgrep/],
  [{}, {}, /needs bubblewrap and socat and ripgrep/],
  [{ ...FINE, bwrap: 'echo none' }, {}, /version of bubblewrap is unknown/],
  [FINE, { node: '20.19.0' }, /needs Node 24\.0\.0 or later, or 22\.21\.0 or later of Node 22.*20\.19\.0/],
  [FINE, { node: '22.20.0' }, /22\.20\.0/],
  [FINE, { node: '23.11.0' }, /23\.11\.0/],
  [FINE, { architecture: 'riscv64' }, /only on processors of the kind x64 or arm64.*riscv64/],
  [FINE, { system: 'darwin' }, /works on Linux only/],
  [
    { ...FINE, bwrap: '[ "$1" = --version ] && echo bubblewrap 0.12.1 || { echo "No permissions" >&2; exit 1; }' },
    {},
    /cannot start a sandbox here \(No permissions\).*user namespaces/,
  ],
] as const)('a machine that cannot confine agents says what it lacks: %j %j', async (programs, over, why) => {
  expect(await sandboxHere(machine(programs, over))).toEqual({ is: 'unusable', why: expect.stringMatching(why) })
})
