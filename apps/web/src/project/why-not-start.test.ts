import { expect, it } from 'vitest'
import { whyNotStart } from './why-not-start.tsx'

const project = (activeRun: { id: string } | null, totalTasks: number) => ({ activeRun, plan: { totalTasks } })

it('returns the first reason that prevents a start: connection, role, active run, no tasks', () => {
  const ready = project(null, 3)
  expect(whyNotStart(ready, false, true)).toBeNull()
  expect(whyNotStart(ready, true, true)).toBe('stale')
  expect(whyNotStart(ready, false, false)).toBe('role')
  expect(whyNotStart(project({ id: 'r' }, 3), false, true)).toBe('active')
  expect(whyNotStart(project(null, 0), false, true)).toBe('nothing')
  expect(whyNotStart(project({ id: 'r' }, 0), true, false)).toBe('stale')
})
