import { describe, expect, it } from 'vitest'
import { FIRST_FORM, quoted, startCommand } from './start-form.ts'

describe('what the start panel asks for', () => {
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
