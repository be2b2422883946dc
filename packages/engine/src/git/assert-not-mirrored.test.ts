import { expect, test } from 'vitest'
import { coversOwn } from './assert-not-mirrored.ts'

test.each([
  ['+refs/*:refs/*', true],
  ['+refs/heads/*:refs/heads/*', true],
  ['refs/heads/coppice/*:refs/heads/coppice/*', true],
  ['refs/x:refs/heads/coppice/run-1', true],
  ['+refs/notes/*:refs/coppice/*', true],
  ['+refs/heads/*:refs/remotes/origin/*', false],
  ['refs/heads/main:refs/heads/main', false],
  ['refs/heads/*:refs/heads/theirs/*', false],
  ['refs/heads/x:refs/heads/c', false],
  ['refs/heads/main', false],
  ['^refs/heads/old', false],
])('D5: the refspec %s fetches into the refs of Coppice: %s', (refspec, covers) => {
  expect(coversOwn(refspec)).toBe(covers)
})
