import { describe, expect, it } from 'vitest'
import { EMPTY_FORM, errorsOf, nameFromPath, withPath } from './project-form.ts'

describe('the form that creates a project', () => {
  it('names the project after the folder until a person edits the name', () => {
    const typed = withPath(EMPTY_FORM, '/src/textkit/')
    expect(typed.name).toBe('textkit')
    expect(withPath(typed, '/src/other').name).toBe('other')
    expect(withPath({ ...typed, name: 'mine' }, '/src/other').name).toBe('mine')
    expect(['~/a', 'C:\\b\\c', '/', ''].map(nameFromPath)).toEqual(['a', 'c', '', ''])
  })

  it('shows each refusal at its field', () => {
    expect(errorsOf({ __typename: 'NameTakenError', message: 'Taken.' })).toEqual({ name: 'Taken.' })
    expect(errorsOf({ __typename: 'InvalidRepositoryError', message: 'No git.', path: '/x' })).toEqual({
      repositoryPath: 'No git.',
    })
    const fields = [
      { path: 'input.baseBranch', message: 'No such branch.' },
      { path: 'name', message: 'Too long.' },
      { path: 'name', message: 'Has a tab.' },
      { path: 'input', message: 'Odd.' },
    ]
    expect(errorsOf({ __typename: 'InvalidInputError', message: 'Invalid.', fields })).toEqual({
      baseBranch: 'No such branch.',
      name: 'Too long. Has a tab.',
      repositoryPath: 'Odd.',
    })
  })
})
