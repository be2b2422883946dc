import { InvalidInput } from '@coppice/engine/domain/refusals'

interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[]
}

/** Turns the issues of the validation plugin into the refusal `InvalidInput` of the engine. A path such as `input.name` becomes `name`. */
export function refusedIssues(issues: readonly Issue[]): InvalidInput {
  return new InvalidInput(issues.map(({ path = [], message }) => ({ path: fieldPath(path), message })))
}

function fieldPath(path: NonNullable<Issue['path']>): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return keys.slice(keys[0] === 'input' ? 1 : 0).join('.')
}
