import { expect, it } from 'vitest'
import { createStartTimes } from './start-times.ts'

it('C1: a process is not mistaken for an older one that had the same pid', () => {
  const inodes = new Map([[7, 100]])
  const times = createStartTimes((pid) => inodes.get(pid) ?? null)
  expect(times.isBefore(7, '50')).toBe(false)
  times.note(7, '40')
  expect(times.isBefore(7, '50')).toBe(true)
  expect(times.isBefore(7, '40')).toBe(false)
  inodes.set(7, 101)
  times.distrust()
  expect(times.isBefore(7, '50')).toBe(false)
  inodes.delete(7)
  expect(times.isBefore(7, '50')).toBe(false)
})

it('an inode is checked once after pids may have been given again, because a check takes a system call', () => {
  let checks = 0
  const times = createStartTimes(() => {
    checks += 1
    return 100
  })
  times.note(7, '40')
  times.distrust()
  checks = 0
  expect([times.isBefore(7, '50'), times.isBefore(7, '50'), checks]).toEqual([true, true, 1])
})

it('start times of processes that have ended are forgotten', () => {
  const times = createStartTimes(() => 1)
  for (let pid = 1; pid <= 9; pid += 1) times.note(pid, '1')
  times.keep([1, 2])
  expect([times.isBefore(1, '2'), times.isBefore(9, '2')]).toEqual([true, false])
})
