import { expect, test } from 'vitest'
import { sharing } from './sharing.ts'

/** Looks that end when the test says so. Each returns its number. */
function looks() {
  const begun: PromiseWithResolvers<number>[] = []
  const look = sharing(() => {
    const next = Promise.withResolvers<number>()
    begun.push(next)
    return next.promise
  })
  return { begun, look }
}

test('I2: callers share a look that begins after all of them have asked', async () => {
  const { begun, look } = looks()
  const first = look()
  const others = [look(), look(), look()]
  expect(begun).toHaveLength(1)
  begun[0]?.resolve(1)
  expect(await first).toBe(1)
  await expect.poll(() => begun.length).toBe(2)
  const late = look()
  begun[1]?.resolve(2)
  expect(await Promise.all(others)).toEqual([2, 2, 2])
  await expect.poll(() => begun.length).toBe(3)
  begun[2]?.resolve(3)
  expect(await late).toBe(3)
})

test('a look that fails does not fail the callers of the next one', async () => {
  const { begun, look } = looks()
  const first = look()
  const second = look()
  begun[0]?.reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await expect.poll(() => begun.length).toBe(2)
  begun[1]?.resolve(2)
  expect(await second).toBe(2)
  const third = look()
  begun[2]?.resolve(3)
  expect(await third).toBe(3)
})
