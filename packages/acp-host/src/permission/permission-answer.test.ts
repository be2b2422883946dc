import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { optionFor, permissionAnswer } from './permission-answer.ts'

const place = tempFolder('permission')
const worktree = join(place, 'worktree')
mkdirSync(join(worktree, 'src'), { recursive: true })
mkdirSync(join(place, 'worktree-2'))
symlinkSync('/etc', join(worktree, 'link'))
const access = (path: object) => ({ permissions: { fileSystem: { entries: [{ access: 'write', path }] } } })
const call = (more: object) => ({ toolCallId: 'c', title: 'a tool', ...more })

it.each([
  ['a new file', { locations: [{ path: join(worktree, 'src/new/a.ts') }] }, 'allow'],
  ['a relative path', { rawInput: { file_path: 'src/a.ts' } }, 'allow'],
  ['a shell command', { kind: 'execute', rawInput: { command: 'cat /etc/passwd' } }, 'allow'],
  ['a shell command in another folder', { rawInput: { command: 'ls', cwd: '/etc' } }, 'reject'],
  ['a path outside', { locations: [{ path: '/etc/passwd' }] }, 'reject'],
  ['a path with ..', { rawInput: { filepath: 'src/../../other' } }, 'reject'],
  ['a path through a link', { rawInput: { path: 'link/passwd' } }, 'reject'],
  ['a folder whose name begins alike', { locations: [{ path: join(place, 'worktree-2/a') }] }, 'reject'],
  ['access to a list of paths inside', { rawInput: { permissions: { fileSystem: { write: ['src'] } } } }, 'allow'],
  ['access to the root', { rawInput: { permissions: { fileSystem: { write: ['src', '/'] } } } }, 'reject'],
  ['access to a named place', { rawInput: access({ type: 'special', value: { kind: 'root' } }) }, 'reject'],
  ['access to the project', { rawInput: access({ type: 'special', value: { kind: 'project_roots' } }) }, 'allow'],
  ['access to a pattern', { rawInput: access({ type: 'glob_pattern', pattern: '/etc/**' }) }, 'reject'],
  ['an edit in a list', { rawInput: { edits: [{ filePath: 'src/a.ts' }, { filePath: '/etc/hosts' }] } }, 'reject'],
  ['a list of paths', { rawInput: { paths: ['src/a.ts', '/etc/hosts'] } }, 'reject'],
  ['changes by path', { rawInput: { changes: { '/etc/hosts': { type: 'add' } } } }, 'reject'],
  ['a text that only looks like a path', { rawInput: { files: [{ path: 'a.c', content: '// a' }] } }, 'allow'],
  ['a command with a path', { rawInput: { command: ['/bin/sh', '-c', 'ls'] } }, 'allow'],
  ['a change of a file outside', { content: [{ type: 'diff', path: '/etc/hosts', newText: '' }] }, 'reject'],
])('I2: with allow, %s: %j → %s', (_, more, is) => {
  expect(permissionAnswer('allow', worktree, call(more))).toMatchObject({ is })
})

it('a task tool is always allowed; otherwise a person is asked, or nothing is allowed', () => {
  for (const name of ['mcp__coppice__log_issue', 'coppice_get_task'])
    expect(permissionAnswer('deny', worktree, call({ name }))).toEqual({ is: 'allow' })
  expect(permissionAnswer('deny', worktree, call({ name: 'mcp__other__log_issue' }))).toMatchObject({ is: 'reject' })
  expect(permissionAnswer('ask', worktree, call({}))).toEqual({ is: 'ask' })
})

it('an option is chosen by its kind, and one that holds for the future only if there is no other', () => {
  const option = (kind: 'allow_once' | 'allow_always' | 'reject_once') => ({ optionId: kind, name: kind, kind })
  expect(optionFor('allow', [option('allow_always'), option('allow_once')])?.kind).toBe('allow_once')
  expect(optionFor('allow', [option('reject_once'), option('allow_always')])?.kind).toBe('allow_always')
  expect(optionFor('reject', [option('allow_once')])).toBeNull()
})
