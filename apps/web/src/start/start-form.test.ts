import { describe, expect, it } from 'vitest'
import { FIRST_FORM, quoted, startCommand } from './start-form.ts'

describe('the command that the start panel offers to copy', () => {
  it('has the options of the form', () => {
    const project = { name: 'textkit', repositoryPath: '/src/my kit' }
    expect(startCommand(project, { ...FIRST_FORM, slots: 5 })).toBe(
      "coppice run --repo '/src/my kit' --name textkit --plan coppice.plan.yaml --parallel --max-concurrency 5 --strategy batches --isolation task",
    )
    expect(startCommand(project, { ...FIRST_FORM, strategy: 'CONTINUOUS', isolation: 'EPIC' })).toMatch(
      / --strategy continuous --isolation epic$/,
    )
    expect(startCommand(project, { ...FIRST_FORM, mode: 'SEQUENTIAL' })).not.toContain('--parallel')
    expect(startCommand(project, { ...FIRST_FORM, mode: 'SEQUENTIAL', budget: '$7.50' })).toMatch(/ --budget 7\.5$/)
    expect(startCommand(project, FIRST_FORM), 'no limit').not.toContain('--budget')
  })

  it('quotes paths for the shell', () => {
    expect(quoted("it's; rm -rf $HOME")).toBe("'it'\\''s; rm -rf $HOME'")
  })
})
