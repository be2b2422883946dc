import { pinOf } from '../../domain/naming.ts'
import type { RepositoryContext } from '../repository-context.ts'

/** The repository whose ref moves. */
export type RefOwner = Pick<RepositoryContext, 'git' | 'users' | 'projectId'>

/** Returns the pin that moves with a ref. @returns null when the ref has none, or when the repository was opened for no project */
export const pinOfRef = ({ projectId }: RefOwner, ref: string): string | null =>
  projectId === null ? null : pinOf(projectId, ref)
