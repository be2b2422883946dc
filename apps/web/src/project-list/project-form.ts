import type { ResultOf } from '../client/graphql.ts'
import type { CREATE_PROJECT } from './project-list-documents.ts'

export interface ProjectForm {
  repositoryPath: string
  name: string
  /** If it is empty, the project gets the branch that is checked out. */
  baseBranch: string
}

export const EMPTY_FORM: ProjectForm = { repositoryPath: '', name: '', baseBranch: '' }

/** A default name for the project: the name of the folder. */
export const nameFromPath = (path: string): string =>
  path
    .trim()
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) ?? ''

/** When the path changes, the name changes with it, until a person has edited the name. */
export function withPath(form: ProjectForm, repositoryPath: string): ProjectForm {
  const follows = form.name === nameFromPath(form.repositoryPath)
  return { ...form, repositoryPath, name: follows ? nameFromPath(repositoryPath) : form.name }
}

export type FormErrors = Partial<Record<keyof ProjectForm, string>>
type Answer = ResultOf<typeof CREATE_PROJECT>['createProject']
export type RefusedProject = Exclude<Answer, { __typename: 'CreateProjectSuccess' }>

/** Assigns each refusal to its field. A refusal that belongs to no field is shown at the path. */
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

/** Turns `input.name` into `name`. */
function fieldAt(path: string): keyof ProjectForm {
  const last = path.split('.').at(-1)
  return last === 'name' || last === 'baseBranch' ? last : 'repositoryPath'
}
