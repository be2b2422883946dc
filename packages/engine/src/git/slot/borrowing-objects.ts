import type { GitPlace } from '../exec/git-place.ts'

/**
 * Returns a place in which git also sees the objects of `folders`. Git gets their paths as a list with `:` between them, so a path that
 * contains `:` or starts with a quotation mark is quoted.
 */
export const borrowingObjects = (place: GitPlace, folders: readonly string[]): GitPlace => ({
  ...place,
  env: { ...place.env, GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates(folders) },
})

/** Returns the folders as a value of the variable `GIT_ALTERNATE_OBJECT_DIRECTORIES`. */
export const alternates = (folders: readonly string[]): string => folders.map(quoted).join(':')

const quoted = (folder: string): string => (/^"|:/.test(folder) ? `"${folder.replace(/["\\]/g, '\\$&')}"` : folder)
