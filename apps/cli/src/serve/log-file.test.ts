import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { logFile } from './log-file.ts'

test('R4: the log files take at most twice the limit of one, and the newest lines are kept', () => {
  const folder = tempFolder()
  const log = logFile(join(folder, 'logs', 'x.log'), 100)
  for (let index = 0; index < 100; index++) log.write(`line ${index}\n`)
  const files = readdirSync(join(folder, 'logs'))
  expect(files.toSorted()).toEqual(['x.log', 'x.log.1'])
  for (const file of files) expect(readFileSync(join(folder, 'logs', file)).length).toBeLessThanOrEqual(100)
  expect(readFileSync(join(folder, 'logs', 'x.log'), 'utf8')).toMatch(/line 99\n$/)
})

test('a restart appends to the log', () => {
  const path = join(tempFolder(), 'x.log')
  logFile(path).write('one\n')
  logFile(path).write('two\n')
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n')
})

test('if the log cannot be written, no error is thrown', () => {
  const folder = join(tempFolder(), 'logs')
  const log = logFile(join(folder, 'x.log'))
  rmSync(folder, { recursive: true })
  expect(() => log.write('x\n')).not.toThrow()
})
