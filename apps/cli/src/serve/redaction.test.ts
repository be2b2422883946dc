import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { graphqlClient } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { givenRun, givenServer, task } from '../testing/started-run.ts'

test('A2: when an agent prints the tokens in the data folder, they are redacted in everything that is stored or shown', async () => {
  const { api, cli, home, server } = await givenServer()
  const later = (await cli('token', 'create', 'later')).stdout.trim()
  const machine = (JSON.parse(readFileSync(join(home, 'server.json'), 'utf8')) as { token: string }).token
  const spy = `cat ${home}/server.json; printf '\\033[31m%s\\033[0m\\n' ${later}; printf 'next=%%3D%s' ${later} >&2; exit 1`
  const { id } = await givenRun(api, 'spied', [task('spy', spy)])
  await expect.poll(async () => JSON.parse((await cli('status', '--json')).stdout).runs[0].status).toBe('FAILED')

  const { stdout } = await cli('logs', 'spy')
  expect(stdout).toContain('"token":"[redacted]"')
  const shown = await graphqlClient({ url: server.url, token: machine }).request<object>(EVERYTHING, { id })
  const stored = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(?:sessions|logs|quarantine)\/.*[^.]+/.test(name) && !name.endsWith('prompt.md'))
    .flatMap((name) => contentOf(join(home, name)))
  for (const secret of [machine, later])
    for (const text of [stdout, JSON.stringify(shown), ...stored]) expect(text).not.toContain(secret)
})

const EVERYTHING = `query Everything($id: ID!) { run(id: $id) {
  statusReason events { __typename ... on AttemptFinished { reason } ... on TaskFinished { reason } ... on RunFinished { reason } }
  tasks { edges { node { statusReason sessions { error output(first: 200) { text } } } } } } }`

function contentOf(path: string): string[] {
  try {
    return [readFileSync(path, 'utf8')]
  } catch {
    return [] // The path is a folder.
  }
}
