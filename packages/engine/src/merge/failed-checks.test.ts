import { expect, test } from 'vitest'
import { type FailedCheck, type FailedChecks, NO_CHECKS, whatGotWorse } from './failed-checks.ts'

const failed = (check: string, output = `${check} says no`): FailedCheck => ({
  check,
  failure: { class: 'work', isQuality: true, reason: `verify failed: ${check}, exit code 1`, output },
})

test('D3: on a green tip, the first failure of verify is the failure, as it is', () => {
  const one: FailedChecks = [failed('lint')]
  expect(whatGotWorse(one, NO_CHECKS)).toEqual(one[0].failure)
})

test('D3: nothing got worse when the same checks fail, or fewer', () => {
  expect(whatGotWorse([failed('lint')], new Set(['lint']))).toBeNull()
  expect(whatGotWorse([failed('lint')], new Set(['lint', 'test']))).toBeNull()
})

test('D3: the failure names exactly the checks that passed before, and says which ones do not count', () => {
  const failure = whatGotWorse([failed('build'), failed('lint'), failed('test')], new Set(['lint']))
  expect(failure).toEqual({
    class: 'work',
    isQuality: true,
    reason:
      'verify failed: build, exit code 1; verify failed: test, exit code 1 (passed before this merge; not counted, because it failed before: lint)',
    output: '$ build\nbuild says no\n$ test\ntest says no',
  })
})

test('D3: a check that got worse while another one was fixed is refused', () => {
  expect(whatGotWorse([failed('test')], new Set(['lint']))?.reason).toBe(
    'verify failed: test, exit code 1 (passed before this merge)',
  )
})

test('a failed setup is named once, although no check could run', () => {
  const setup = { class: 'work', reason: 'setup failed: npm ci, exit code 1', output: 'no network' } as const
  const [first, ...others] = ['setup', 'lint', 'test'].map((check) => ({ check, failure: setup }))
  const failure = whatGotWorse([first as FailedCheck, ...others], NO_CHECKS)
  expect(failure).toEqual(setup)
})

test('the outputs of several checks are together no longer than one may be, and keep their ends', () => {
  const long = `${'x'.repeat(20_000)}the end`
  const output = whatGotWorse([failed('a', long), failed('b', long)], NO_CHECKS)?.output ?? ''
  expect(output.length).toBeLessThanOrEqual(16_384)
  expect(output.match(/the end/g)).toHaveLength(2)
})
