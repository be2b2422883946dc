import type { ResultOf } from '../client/graphql.ts'
import type { CREATE_PROJECT } from './project-list-documents.ts'

export interface ProjectForm {
  repositoryPath: string
  name: string
  /** Empty: what the checkout is on. */
  baseBranch: string
}

export const EMPTY_FORM: ProjectForm = { repositoryPath: '', name: '', baseBranch: '' }

/** The name that a person would give the repository: its folder's. */
export const nameFromPath = (path: string): string =>
  path
    .trim()
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) ?? ''

/** With another path the name follows, until it was written by hand. */
export function withPath(form: ProjectForm, repositoryPath: string): ProjectForm {
  const follows = form.name === nameFromPath(form.repositoryPath)
  return { ...form, repositoryPath, name: follows ? nameFromPath(repositoryPath) : form.name }
}

export type FormErrors = Partial<Record<keyof ProjectForm, string>>
type Answer = ResultOf<typeof CREATE_PROJECT>['createProject']
export type RefusedProject = Exclude<Answer, { __typename: 'CreateProjectSuccess' }>

/** Each refusal beside the field that it is about; what is about none, beside the path. */
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

/** `input.name` → `name`. */
function fieldAt(path: string): keyof ProjectForm {
  const last = path.split('.').at(-1)
  return last === 'name' || last === 'baseBranch' ? last : 'repositoryPath'
}
