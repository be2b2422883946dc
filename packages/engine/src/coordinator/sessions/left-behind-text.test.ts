import { expect, test } from 'vitest'
import { leftBehindText } from './settle-session.ts'

const NONE = { ref: null, hasStash: false, folder: null, isLost: false }

test('D5: a stash of a submodule is announced, also when the agent left nothing else', () => {
  const submoduleStashes = [{ ref: 'refs/coppice/kept/run-1/a/aside-1', gitDir: '/r/.git/modules/lib' }]
  const text =
    'The agent of a left a stash in a submodule. It is on refs/coppice/kept/run-1/a/aside-1 of /r/.git/modules/lib.'
  expect(leftBehindText('a', { ...NONE, submoduleStashes })).toBe(text)
  const others = { ...NONE, ref: 'refs/coppice/kept/run-1/a/aside-2' }
  expect(leftBehindText('a', { ...others, submoduleStashes })).toBe(
    `The agent of a left commits outside of its work. They are on ${others.ref}. ${text}`,
  )
})
