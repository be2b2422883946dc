import { arch, platform } from 'node:os'
import { SandboxManager } from '@anthropic-ai/sandbox-runtime'
import { testWhere } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { refuseOpenSockets } from './open-sockets.ts'

it('an agent is not started if the runtime cannot forbid Unix sockets', () => {
  expect(() => refuseOpenSockets(['an old bubblewrap'])).not.toThrow()
  const warning = 'seccomp not available - unix socket access not restricted'
  expect(() => refuseOpenSockets(['another', warning])).toThrow(/Unix sockets would be open.*install Coppice again/)
})

testWhere(
  it,
  platform() === 'linux' && ['x64', 'arm64'].includes(arch()),
  'this machine is not Linux on x64 or arm64',
)('the installed runtime can forbid Unix sockets', () => {
  expect(() => refuseOpenSockets(SandboxManager.checkDependencies().warnings)).not.toThrow()
})
