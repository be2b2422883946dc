import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { bundledHost, bundleFiles, hashOfSources } from './bundled.ts'

it('a host starts from its bundle only as long as none of its sources has changed', () => {
  const root = tempFolder()
  const { script, record } = bundleFiles(root)
  mkdirSync(dirname(record), { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(root, name), text)
  write('one.ts', '1')
  write('two.ts', '2')
  const sources = ['one.ts', 'two.ts']
  expect(bundledHost(root)).toBeNull()
  writeFileSync(record, JSON.stringify({ sources, hash: hashOfSources(sources, root) }))
  expect(bundledHost(root)).toBe(script)
  write('two.ts', '3')
  expect(bundledHost(root)).toBeNull()
  writeFileSync(record, JSON.stringify({ sources: ['gone.ts'], hash: '' }))
  expect(bundledHost(root)).toBeNull()
})
