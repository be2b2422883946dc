import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fingerprint } from './fingerprint.mjs'

function folderWith(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'coppice-fingerprint-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return { write, of: (...paths: string[]) => fingerprint(root, paths) }
}

test('a build is stale when a source was changed, added or removed', () => {
  const folder = folderWith({ 'web/src/a.ts': '1', 'web/src/b.ts': '2', lock: 'x' })
  const before = folder.of('web', 'lock')
  expect(folder.of('web', 'lock')).toBe(before)

  folder.write('web/src/a.ts', '1 changed')
  const changed = folder.of('web', 'lock')
  expect(changed).not.toBe(before)

  folder.write('web/src/c.ts', '')
  expect(folder.of('web', 'lock')).not.toBe(changed)
})

test('tests, packages and files that the build itself writes do not make a build stale', () => {
  const folder = folderWith({ 'web/src/a.ts': '1' })
  const before = folder.of('web')
  for (const path of ['src/a.test.ts', 'node_modules/x/index.js', '.next/console/index.html', 'next-env.d.ts'])
    folder.write(`web/${path}`, 'x')
  expect(folder.of('web')).toBe(before)
})

test('the fingerprint changes when text moves from one file to the next', () => {
  const one = folderWith({ a: 'xy', b: '' })
  const other = folderWith({ a: 'x', b: 'y' })
  expect(one.of('a', 'b')).not.toBe(other.of('a', 'b'))
})
