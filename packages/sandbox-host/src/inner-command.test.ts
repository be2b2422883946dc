import { execFileSync } from 'node:child_process'
import type { SandboxSpec } from '@coppice/engine/domain/sandbox'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { directHosts, innerCommand } from './inner-command.ts'

it('an agent reaches its own servers directly, and a server of this machine that the plan allows by the proxy', () => {
  expect(directHosts([])).toEqual(['localhost', '127.0.0.1', '::1'])
  expect(directHosts(['localhost:8080', 'api.anthropic.com'])).toEqual(['127.0.0.1', '::1'])
  expect(directHosts(['127.0.0.1:4200', '[::1]:4200'])).toEqual(['localhost'])
})

it('the command of the plan starts in the worktree, whatever characters both have', () => {
  const worktree = tempFolder("it's a $(folder)")
  const spec = { worktree, tmp: `${worktree}/t mp`, command: `printf '%s|' "$PWD" "$TMPDIR" "it's"`, hosts: [] }
  const output = execFileSync('/bin/sh', ['-c', innerCommand(spec as unknown as SandboxSpec, false)], {
    encoding: 'utf8',
  })
  expect(output).toBe(`${worktree}|${worktree}/t mp|it's|`)
})
