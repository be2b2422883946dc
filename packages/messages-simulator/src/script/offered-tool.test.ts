import { expect, it } from 'vitest'
import { findTool, inputFor, type OfferedTool } from './offered-tool.ts'
import { callSchema } from './script.ts'

const tool = (name: string, keys: string[] = [], required: string[] = []): OfferedTool => ({ name, keys, required })

it('a tool is found by its name, in any case, and by its last part', () => {
  const tools = [
    tool('Bash'),
    tool('mcp__coppice__get_task'),
    tool('coppice_log_issue'),
    tool('NotebookEdit'),
    tool('Edit'),
  ]
  expect(
    ['bash', 'get_task', 'log_issue', 'edit', 'mcp__coppice__get_task', 'write'].map(
      (name) => findTool(tools, name)?.name,
    ),
  ).toEqual([...['Bash', 'mcp__coppice__get_task', 'coppice_log_issue', 'Edit', 'mcp__coppice__get_task'], undefined])
})

it('the keys of an input become those of the offered tool, and a description that it requires is there', () => {
  const call = callSchema.parse({ tool: 'edit', input: { file_path: 'a', old_string: 'b', replaceAll: true, more: 1 } })
  expect(inputFor(tool('edit', ['filePath', 'oldString', 'replaceAll']), call)).toEqual({
    filePath: 'a',
    oldString: 'b',
    replaceAll: true,
    more: 1,
  })
  expect(inputFor(tool('Edit', ['file_path', 'old_string', 'replace_all']), call)).toEqual({
    file_path: 'a',
    old_string: 'b',
    replace_all: true,
    more: 1,
  })
  const bash = tool('bash', ['command', 'description'], ['command', 'description'])
  expect(inputFor(bash, callSchema.parse({ tool: 'bash', input: { command: 'ls' } }))).toEqual({
    command: 'ls',
    description: 'Carries out bash',
  })
  expect(inputFor(bash, callSchema.parse({ tool: 'bash', input: { command: 'ls', description: 'Lists' } }))).toEqual({
    command: 'ls',
    description: 'Lists',
  })
})
