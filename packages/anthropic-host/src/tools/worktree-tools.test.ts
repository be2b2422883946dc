import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BetaToolUseBlock } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { createSecretRemover } from '@coppice/engine/redact'
import { tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { toolEnvironment } from './tool-environment.ts'
import { worktreeTools } from './worktree-tools.ts'

const KEY = 'sk-ant-0123456789abcdef'

function given() {
  const worktree = tempFolder()
  const results: unknown[] = []
  const stop = new AbortController()
  const host = { ...process.env, ANTHROPIC_API_KEY: KEY, COPPICE_INBOX: '/inbox', COPPICE_TASK: 'a', TOKEN_FILE: KEY }
  const tools = worktreeTools({
    ...{ worktree, others: [], env: toolEnvironment(host), redact: createSecretRemover([KEY]), signal: stop.signal },
    onResult: (result) => results.push(result),
    guard: (tool) => tool,
  })
  onTestFinished(async () => {
    for (const tool of tools) await tool.close?.()
  })
  const call = async (name: string, input: object) => {
    const toolUse = { type: 'tool_use', id: 'call', name, input } as BetaToolUseBlock
    const tool = tools.find((one) => 'name' in one && one.name === name)
    return tool?.run(input, { toolUse, toolUseBlock: toolUse, signal: stop.signal })
  }
  return { worktree, results, stop, call, tools }
}

it('A2: the shell of the model gets no variable of the provider and no file of the host, and the key is removed from results', async () => {
  const { call, results } = given()
  const output = await call('bash', { command: 'env; echo "$TOKEN_FILE"' })
  expect(output).toContain('COPPICE_TASK=a')
  expect(output).not.toMatch(/ANTHROPIC_|COPPICE_INBOX/)
  expect(output).toContain('[redacted]')
  expect(JSON.stringify([output, results])).not.toContain(KEY)
  await expect(call('bash', { command: `echo ${KEY} >&2; (exit 3)` })).rejects.toThrow('[redacted]')
  expect(results).toEqual([
    expect.objectContaining({ tool_use_id: 'call' }),
    { type: 'tool_result', tool_use_id: 'call', content: '[redacted]', is_error: true },
  ])
})

it('I1: the tools for files read and write nothing outside of the worktree', async () => {
  const { call, worktree } = given()
  const outside = tempFolder()
  writeFileSync(join(outside, 'secret.txt'), 'secret')
  symlinkSync(outside, join(worktree, 'link'))
  for (const path of [join(outside, 'secret.txt'), '../secret.txt', 'link/secret.txt', '/etc/passwd'])
    for (const tool of ['read', 'write', 'edit'])
      await expect(
        call(tool, { file_path: path, content: 'x', old_string: 'secret', new_string: 'x' }),
      ).rejects.toThrow()
})

it('R1: the result of a tool that the host ended is not recorded, because its outcome is unknown', async () => {
  const { call, results, stop } = given()
  const running = call('bash', { command: 'sleep 60' })
  stop.abort()
  await expect(running).rejects.toThrow()
  expect(results).toEqual([])
})

it('only the last tool is a breakpoint of the prompt cache', () => {
  expect(given().tools.map((tool) => 'cache_control' in tool)).toEqual([false, false, false, false, false, true])
})

it('R1: a result that was cut within an emoji is text that the API accepts, for the model and in the record', async () => {
  const { call, results } = given()
  // The SDK keeps the last 102,400 units of the output. An emoji has two, so one of these outputs is cut within an emoji.
  for (const end of ['', 'x']) {
    const output = String(await call('bash', { command: `printf '😀%.0s' $(seq 60000); printf '${end}'` }))
    expect(output).toContain('[output truncated]')
    expect(output.isWellFormed()).toBe(true)
    expect(results.at(-1)).toMatchObject({ content: output })
  }
})
