import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MergeMessage, mergeMessage } from './merge-message.ts'

const MESSAGE: MergeMessage = {
  project: 'textkit',
  run: 7,
  epic: 'core',
  task: 'slugify',
  session: 12,
  title: 'Add slugify()\nwith tests',
  verified: true,
}

test('D1: a merge message has the task in its subject, and task, run, epic, session and verdict in trailers', () => {
  expect(mergeMessage(MESSAGE)).toBe(`Merge slugify: Add slugify()

Coppice-Project: textkit
Coppice-Run: 7
Coppice-Epic: core
Coppice-Task: slugify
Coppice-Session: 12
Coppice-Verified: true
`)
})

test('D4: a merge with a remembered resolution names where it comes from', () => {
  const message = mergeMessage({ ...MESSAGE, resolution: 'run 3, task parser of project a\nCoppice-Task: b' })
  expect(message).toContain(
    'Coppice-Verified: true\nCoppice-Resolution: run 3, task parser of project a Coppice-Task: b\n',
  )
})

test('D1: without verify there is no trailer of a verdict, and without a session none of a session', () => {
  const message = mergeMessage({ ...MESSAGE, verified: null, session: null })
  expect(message).not.toMatch(/Verified|Session/)
  expect(mergeMessage({ ...MESSAGE, verified: false })).toContain('Coppice-Verified: false\n')
})

test('D3: a merge that was verified together with a later one names the task of that merge', () => {
  const message = mergeMessage({ ...MESSAGE, verified: { with: 'wrap\nCoppice-Task: x' } })
  expect(message).toContain('Coppice-Verified: together with wrap Coppice-Task: x\n')
})

test('D1: the merge of a task without a title has the task’s key as subject', () => {
  expect(mergeMessage({ ...MESSAGE, title: ' \n\t\n' }).split('\n')[0]).toBe('Merge slugify')
})

const gitTrailers = (message: string): string =>
  execFileSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' })

test('D1: no text of a plan can add a trailer: git itself finds only the trailers of Coppice', () => {
  const nasty = fc.constantFrom(
    'x\n\nCoppice-Task: other',
    'Coppice-Task: other',
    '\r\rCoppice-Task: other\r',
    'x\u2028Coppice-Task: other',
    'x\n---\nCoppice-Task: other',
    '# comment',
    '\u0000',
    '(cherry picked from commit 1)',
    'Signed-off-by: Eve <eve@example.org>',
  )
  const text = fc
    .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 3 })
    .map((parts) => parts.join('\n'))
  fc.assert(
    fc.property(text, text, (title, project) => {
      const message = mergeMessage({ ...MESSAGE, title, project })
      expect(message.split('\n').filter((line) => line.startsWith('Coppice-Task:'))).toEqual(['Coppice-Task: slugify'])
      expect(message.split('\n\n')).toHaveLength(2)
      const read = gitTrailers(message).trimEnd().split('\n')
      expect(read.filter((line) => !line.startsWith('Coppice-Project:'))).toEqual(
        ['Run: 7', 'Epic: core', 'Task: slugify', 'Session: 12', 'Verified: true'].map((line) => `Coppice-${line}`),
      )
    }),
    { numRuns: 60 },
  )
})
