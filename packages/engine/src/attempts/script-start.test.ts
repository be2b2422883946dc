import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { anOrder } from '../domain/testing/an-order.ts'
import { allOutput, createWorld, textsOf } from '../hosts/fixtures/world.ts'
import { scriptStart } from './script-start.ts'

/** A script that prints its spec and the note of the resumed session, and writes the spec as a note for a later session. */
const NOTING = `
import { readFileSync, writeFileSync } from 'node:fs'
const { COPPICE_SPEC_FILE, COPPICE_SESSION_FOLDER, COPPICE_RESUMED_FOLDER, GREETING } = process.env
const spec = JSON.parse(readFileSync(COPPICE_SPEC_FILE, 'utf8'))
const noted = COPPICE_RESUMED_FOLDER && readFileSync(COPPICE_RESUMED_FOLDER + '/notes', 'utf8')
writeFileSync(COPPICE_SESSION_FOLDER + '/notes', spec.text)
console.log([GREETING, spec.text, noted].join(' '))
`

/** Session hosts, and a script whose path the shell would split and expand. */
function setUp() {
  const world = createWorld()
  const hosts = world.hosts()
  const path = join(world.root, "it's $HOME.mjs")
  writeFileSync(path, NOTING)
  const parts = { hosts, scripts: new Map([['noting', path]]) }
  /** Starts the script in a new session, and returns the session and its output. */
  const run = async (text: string, resumed: string | null) => {
    const request = world.request('')
    const resume = resumed === null ? null : { conversationId: 'talk', sessionId: resumed, otherwise: null }
    const order = anOrder({ sessionId: request.sessionId, resume })
    const start = await scriptStart(parts, order, { script: 'noting', spec: { text }, env: { GREETING: 'hello' } })
    await (await hosts.start({ ...request, command: start.command, env: { ...request.env, ...start.env } })).ended
    return { sessionId: request.sessionId, output: textsOf(await allOutput(hosts, request.sessionId)) }
  }
  return { world, parts, run }
}

it('a script gets its spec, its session folder, and the folder of the session that it resumes', async () => {
  const { world, run } = setUp()
  const first = await run('one', null)
  expect(first.output).toEqual(['hello one '])
  expect((await run('two', first.sessionId)).output).toEqual(['hello two one'])
  expect((await run('three', world.newSession())).output, 'the folder is on another machine').toEqual(['hello three '])
})

it('A2: the spec of a script is removed when its session has ended, and the own files of the script stay', async () => {
  const { world, run } = setUp()
  const { sessionId } = await run('secret', null)
  expect(existsSync(join(world.root, sessionId, 'spec.json'))).toBe(false)
  expect(existsSync(join(world.root, sessionId, 'notes'))).toBe(true)
})

it('a script that this installation lacks cannot be started, and the error says what to do', async () => {
  const { world, parts } = setUp()
  const order = anOrder({ sessionId: world.newSession() })
  await expect(scriptStart(parts, order, { script: 'absent', spec: null })).rejects.toThrow(
    'lacks its own script absent. Reinstall Coppice',
  )
})
