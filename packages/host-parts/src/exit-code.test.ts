import { expect, it } from 'vitest'
import { exitCodeOf } from './exit-code.ts'

it('S3: only a host whose work is done exits with 0; a limit is no end of the work, and SIGTERM has an exit code of its own', () => {
  expect(exitCodeOf({ is: 'done' }, false)).toBe(0)
  expect(exitCodeOf({ is: 'limited', until: null, reason: '429' }, false)).toBe(1)
  expect(exitCodeOf({ is: 'failed', class: 'work', reason: 'refused' }, false)).toBe(1)
  expect(exitCodeOf({ is: 'stopped' }, true)).toBe(1)
  expect(exitCodeOf({ is: 'stopped' }, false)).toBe(143)
})
