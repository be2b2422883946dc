import type { RepositoryContext } from '../repository-context.ts'

/** The repository whose ref moves. */
export type RefOwner = Pick<RepositoryContext, 'git' | 'users'>
