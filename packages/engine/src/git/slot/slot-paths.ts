import { basename, dirname, join } from 'node:path'

/**
 * Returns the agent's git directory of a working tree, such as `slot-0.git` for `slot-0`. It is beside the tree and not inside it, so that
 * an agent that deletes its folder, or `.git` in it, loses no commit (D5).
 */
export const slotGitDir = (path: string): string => join(dirname(path), `${basename(path)}.git`)
