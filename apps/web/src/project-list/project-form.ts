import type { ResultOf } from '../client/graphql.ts'
import type { CREATE_PROJECT } from './project-list-documents.ts'

export interface ProjectForm {
  repositoryPath: string
  name: string
  /** The name of the base branch. If the field is empty, the project takes the branch that is checked out. */
  baseBranch: string
}

export const EMPTY_FORM: ProjectForm = { repositoryPath: '', name: '', baseBranch: '' }

/** @returns the default name of a project: the name of its folder. */
export const nameFromPath = (path: string): string =>
  path
    .trim()
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) ?? ''

/** Sets the path. If the name is still the default for the old path, it becomes the default for the new path. */
export function withPath(form: ProjectForm, repositoryPath: string): ProjectForm {
  const follows = form.name === nameFromPath(form.repositoryPath)
  return { ...form, repositoryPath, name: follows ? nameFromPath(repositoryPath) : form.name }
}

export type FormErrors = Partial<Record<keyof ProjectForm, string>>
type Result = ResultOf<typeof CREATE_PROJECT>['createProject']
export type RefusedProject = Exclude<Result, { __typename: 'CreateProjectSuccess' }>

/** @returns the messages of a refusal by field. A message that belongs to no field is shown at the field of the repository path. */
export function errorsOf(refused: RefusedProject): FormErrors {
  switch (refused.__typename) {
    case 'NameTakenError':
      return { name: refused.message }
    case 'InvalidRepositoryError':
      return { repositoryPath: refused.message }
    case 'InvalidInputError': {
      const errors: FormErrors = {}
      for (const { path, message } of refused.fields) {
        const field = fieldAt(path)
        errors[field] = errors[field] === undefined ? message : `${errors[field]} ${message}`
      }
      return errors
    }
  }
}

/** @returns the field of a refusal, for example `name` for `input.name`. */
function fieldAt(path: string): keyof ProjectForm {
  const last = path.split('.').at(-1)
  return last === 'name' || last === 'baseBranch' ? last : 'repositoryPath'
}
