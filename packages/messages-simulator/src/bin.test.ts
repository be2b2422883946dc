import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import Anthropic from '@anthropic-ai/sdk'
import { fencedBlocks, tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { request } from './testing/given-simulator.ts'

const README = join(import.meta.dirname, '../README.md')
const SCRIPTS =
  fencedBlocks('README.md', readFileSync(README, 'utf8')).find(({ language }) => language === 'json')?.text ?? ''

/** Starts the command. It ends with the test. */
function start(...args: string[]) {
  const bin = join(import.meta.dirname, 'bin.ts')
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit')
  })
  return child
}

/** Runs a command that refuses to start. @returns what it says */
async function refused(...args: string[]): Promise<string> {
  const child = start(...args)
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(code).toBe(1)
  return said
}

function fileOf(content: string): string {
  const path = join(tempFolder('scripts'), 'scripts.json')
  writeFileSync(path, content)
  return path
}

it('the scripts of the README are served at the printed address, and each request is a line', async () => {
  const child = start('--script', fileOf(SCRIPTS))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string> => (await lines.next()).value ?? ''
  await next()
  const address = await next()
  expect(await next()).toContain('[[script:hello]]')
  const baseURL = /ANTHROPIC_BASE_URL=(\S+)/.exec(address)?.[1] ?? ''
  const client = new Anthropic({ baseURL, apiKey: 'any', maxRetries: 0 })
  const { usage } = await client.messages.create({
    ...request('hello'),
    tools: [{ name: 'Write', input_schema: { type: 'object' } }],
  })
  expect(await next()).toMatch(
    new RegExp(
      `^req_\\w+ hello turn 1: claude-haiku-4-5, 200 tool_use; input ${usage.input_tokens}, .* output ${usage.output_tokens}$`,
    ),
  )
})

it('a file that is missing or wrong, and a port that is taken, are errors that say what to do', async () => {
  expect(await refused()).toContain('--script is missing')
  expect(await refused('--script', 'nowhere.json')).toContain('nowhere.json could not be read')
  expect(await refused('--script', fileOf('{ "scripts": { "a": { "steps": [{}] } } }'))).toContain(
    'a step needs a text or calls',
  )
  const scripts = { a: { steps: [{ text: 'Hello.' }] } }
  expect(await refused('--script', fileOf(JSON.stringify({ scripts, defaultScript: 'b' })))).toContain(
    'there is no script of this name',
  )
  expect(await refused('--script', fileOf(SCRIPTS), '--port', 'x')).toContain('--port must be a number')
  const taken = start('--script', fileOf(SCRIPTS))
  const [line] = await once(taken.stdout, 'data')
  const port = /127\.0\.0\.1:(\d+)/.exec(String(line))?.[1] ?? ''
  expect(await refused('--script', fileOf(SCRIPTS), '--port', port)).toContain(`port ${port} is taken`)
})
