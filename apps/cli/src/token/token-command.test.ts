import { graphqlClient } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { expectNoServer } from '../testing/expect-no-server.ts'
import { givenServer } from '../testing/started-run.ts'

test('A1: a token is created and printed alone on stdout; it can be listed, used and revoked', async () => {
  const { cli, server } = await givenServer()
  const made = await cli('token', 'create', 'ci', '--role', 'operator', '--expires', '90d')
  expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^cop_[\w-]{43}\n$/) })
  expect(made.stderr).toMatch(
    /^The token ci \(operator\) expires \d{4}-.* UTC\. It is shown only this once: copy it now\.\n$/,
  )
  const viewer = () => graphqlClient({ url: server.url, token: made.stdout.trim() }).ask('{ viewer { name role } }')
  expect(await viewer()).toMatchObject({ data: { viewer: { name: 'ci', role: 'OPERATOR' } } })

  const taken = await cli('token', 'create', 'ci')
  expect(taken).toMatchObject({ exitCode: 2, stdout: '' })
  expect(taken.stderr).toContain('A token named ci already exists')
  const { token, ...json } = JSON.parse((await cli('token', 'create', 'reader', '--json')).stdout)
  expect(json).toMatchObject({ name: 'reader', role: 'VIEWER', expiresAt: null, lastUsedAt: null, revokedAt: null })
  expect(token).toMatch(/^cop_/)

  const { stdout } = await cli('token', 'list')
  expect(stdout).toMatch(/^name +role +created +expires +last used +state\n/)
  expect(stdout).toMatch(/\nreader +viewer +\d{4}-\S+ \S+ UTC +never +never +valid\n/)
  expect(stdout).toMatch(/\nci +operator +\d{4}-\S+ \S+ UTC +\d{4}-\S+ \S+ UTC +\d{4}-\S+ \S+ UTC +valid\n/)
  expect(stdout).not.toContain(made.stdout.trim())

  expect(await cli('token', 'revoke', 'ci')).toMatchObject({ exitCode: 0, stdout: '' })
  expect(await viewer()).toMatchObject({ status: 401 })
  expect((await cli('token', 'list')).stdout).not.toMatch(/^ci /m)
  const { tokens } = JSON.parse((await cli('token', 'list', '--all', '--json')).stdout)
  expect(tokens).toContainEqual(expect.objectContaining({ name: 'ci', state: 'revoked' }))
  const unknown = await cli('token', 'revoke', 'nobody')
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' })
  expect(unknown.stderr).toContain('There is no token nobody. Valid tokens: reader, COPPICE_ADMIN_TOKEN.')
})

test('A1: after the last admin token is revoked, commands on this machine still work, and the message says so', async () => {
  const { cli, server } = await givenServer()
  const { stderr } = await cli('token', 'revoke', 'COPPICE_ADMIN_TOKEN')
  expect(stderr).toContain('Also remove COPPICE_ADMIN_TOKEN from the server’s environment')
  expect(stderr).toContain(
    'No admin token remains. On this machine, coppice sign-in and coppice token create still work',
  )
  const { stdout } = await cli('sign-in')
  const { origin, hash } = new URL(stdout.trim())
  expect(origin).toBe(server.url)
  const signIn = () =>
    fetch(`${origin}/auth/sign-in`, { method: 'POST', body: JSON.stringify({ code: hash.replace('#code=', '') }) })
  expect((await signIn()).status).toBe(200)
  const again = await signIn()
  expect([again.status, await again.json()]).toEqual([
    401,
    { message: 'This sign-in link was already used or is older than five minutes. To get a new one: coppice sign-in' },
  ])
  expect(await cli('token', 'create', 'next', '--role', 'admin')).toMatchObject({ exitCode: 0 })
  const machine = await cli('token', 'revoke', 'this machine')
  expect(machine.stderr).toContain('Browsers that signed in with a link are signed out. New links still work.')
  expect(machine.stderr).not.toContain('No admin token remains')
  expect(await cli('sign-in')).toMatchObject({ exitCode: 0 })
})

test.each([['token', 'create', 'x'], ['token', 'list'], ['token', 'revoke', 'x'], ['sign-in']])(
  'without a server, %j says that no server is running',
  (...args) => expectNoServer(...args.filter((word) => word !== undefined)),
)
