import type { Environment } from '../exec/git-environment.ts'

/**
 * A folder of objects that only Coppice's git uses. Git writes new objects to it, and finds all others in the user's repository. So a user who
 * runs `git gc --prune=now` or `git prune` removes no object that Coppice has written and that no ref contains yet (D5). `storeObjects`
 * copies objects from here to the user's repository when a ref moves to them.
 */
export interface Drafts {
  /** The folder, or null when it does not exist yet. Git then uses the user's objects alone. */
  folder(): Promise<string | null>
  /** Runs git with the variables by which it uses the folder. */
  during<T>(run: (env: Environment) => Promise<T>): Promise<T>
}

export const writingTo = (folder: string | null): Environment =>
  folder === null ? {} : { GIT_OBJECT_DIRECTORY: folder }
