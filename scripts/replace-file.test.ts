import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { replaceFile } from './replace-file.ts'

it('a reader that has opened a file reads the whole earlier text while the file is replaced', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-replace-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'host.mjs')
  writeFileSync(path, 'earlier')
  const reader = openSync(path, 'r')
  onTestFinished(() => closeSync(reader))
  replaceFile(path, 'new')
  expect(readFileSync(reader, 'utf8')).toBe('earlier')
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['host.mjs'])
})
