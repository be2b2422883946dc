import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CALLS_FILE, TASK_FILE, type TaskFile } from '@coppice/engine/domain/task-calls'
import { tempFolder } from '@coppice/testkit'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { expect, it, onTestFinished } from 'vitest'
import { taskToolsServer } from './index.ts'

const TOKEN = 'cop_of-this-attempt'

/** Writes the files of an attempt, and starts its MCP server as an agent does. */
async function given(token = TOKEN) {
  const folder = tempFolder()
  const sheet = {
    ...{ key: 'a', description: 'Add a', action: null, epic: { key: 'e', name: 'E' }, files: ['a.txt'] },
    expertise: null,
    ...{ dependencies: [], moreDependencies: 0 },
  }
  const file: TaskFile = { tokenHash: createHash('sha256').update(TOKEN).digest('hex'), attempt: 2, sheet }
  writeFileSync(join(folder, TASK_FILE), JSON.stringify(file))
  writeFileSync(join(folder, CALLS_FILE), '')
  const start = taskToolsServer({ COPPICE_TASK_FILE: join(folder, TASK_FILE), COPPICE_TASK_TOKEN: token })
  if (start === null) throw new Error('no server')
  const env = Object.fromEntries(start.env.map(({ name, value }) => [name, value]))
  const transport = new StdioClientTransport({ command: start.command, args: start.args, env })
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  onTestFinished(() => client.close())
  const recorded = () =>
    readFileSync(join(folder, CALLS_FILE), 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line).call]))
  const call = (name: string, input: object = {}) => client.callTool({ name, arguments: { ...input } })
  return { folder, start, client, call, recorded }
}

it('an MCP client lists and calls the task tools; the token is in no argument', async () => {
  const { client, call, recorded, start } = await given()
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name).toSorted()).toEqual([
    ...['add_follow_up', 'get_expertise', 'get_task', 'list_dependencies', 'log_issue', 'update_task_status'],
  ])
  expect(await call('get_task')).toMatchObject({
    isError: false,
    content: [{ type: 'text', text: expect.stringContaining('"attempt": 2') }],
  })
  await call('log_issue', { title: 'The docs are old' })
  await call('add_follow_up', { title: 'Update them', depends_on: ['a'] })
  await call('update_task_status', { status: 'incomplete', note: 'half' })
  expect(recorded()).toEqual([
    { type: 'issue', title: 'The docs are old', text: '' },
    { type: 'follow-up', title: 'Update them', text: '', epic: null, dependsOn: ['a'] },
    { type: 'status', claim: 'incomplete', text: 'half' },
  ])
  expect(JSON.stringify([start.command, start.args])).not.toContain(TOKEN)
})

it('R4: an input that is wrong or too long, and a call beyond the limit, are errors that the model sees', async () => {
  const { call, recorded, folder } = await given()
  for (const input of [{ title: '' }, { title: 'x'.repeat(201) }, { title: 'a', details: 'x'.repeat(4_001) }, {}])
    expect(await call('log_issue', input)).toMatchObject({ isError: true })
  expect(await call('update_task_status', { status: 'COMPLETED' })).toMatchObject({ isError: true })
  expect(recorded()).toEqual([])
  writeFileSync(join(folder, CALLS_FILE), '{"call":null}\n'.repeat(50))
  expect(await call('log_issue', { title: 'One too many' })).toMatchObject({
    ...{ isError: true, content: [{ text: expect.stringMatching(/recorded 50 calls, which is the limit/) }] },
  })
  expect(recorded()).toHaveLength(50)
})

it('with the token of another attempt, and after the end of the attempt, a call is an error and records nothing', async () => {
  const wrong = await given('cop_of-another-attempt')
  expect(await wrong.call('log_issue', { title: 'a' })).toMatchObject({
    ...{ isError: true, content: [{ text: expect.stringContaining('not that of this attempt') }] },
  })
  expect(await wrong.call('get_task')).toMatchObject({ isError: true })
  expect(wrong.recorded()).toEqual([])
  const ended = await given()
  rmSync(join(ended.folder, TASK_FILE))
  expect(await ended.call('log_issue', { title: 'a' })).toMatchObject({
    ...{ isError: true, content: [{ text: expect.stringContaining('the attempt has ended') }] },
  })
})

it('a process without an attempt has no MCP server', () => {
  expect(taskToolsServer({})).toBeNull()
})
