import { describe, expect, it } from 'vitest'
import { FIRST_FORM, quoted, slotsFrom, startCommand } from './start-form.ts'

describe('what the start panel asks for', () => {
  it('S1: is 1 to 64 slots', () => {
    expect(['1', '64', '0', '100000', ' 7 '].map(slotsFrom)).toEqual([1, 64, 1, 64, 7])
    expect(['', '-1', '3.5', 'x', '1e3'].map(slotsFrom)).toEqual([null, null, null, null, null])
  })

  it('is the same at a terminal', () => {
    const project = { name: 'textkit', repositoryPath: '/src/my kit' }
    expect(startCommand(project, { ...FIRST_FORM, slots: 5 })).toBe(
      "coppice run --repo '/src/my kit' --name textkit --plan coppice.plan.yaml --parallel --max-concurrency 5 --strategy batches --isolation task",
    )
    expect(startCommand(project, { ...FIRST_FORM, strategy: 'CONTINUOUS', isolation: 'EPIC' })).toMatch(
      / --strategy continuous --isolation epic$/,
    )
    expect(startCommand(project, { ...FIRST_FORM, mode: 'SEQUENTIAL' })).not.toContain('--parallel')
  })

  it('is quoted so that no path becomes a command', () => {
    expect(quoted("it's; rm -rf $HOME")).toBe("'it'\\''s; rm -rf $HOME'")
  })
})
