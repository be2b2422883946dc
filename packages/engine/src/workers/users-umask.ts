import { chmod } from 'node:fs/promises'

const OWNER_ONLY = 0o077

let users: number | null = null

/**
 * Makes every file that this process creates from now on readable only by its owner, because transcripts and prompts can contain
 * secrets. Agents, setup, verify and git still run with the user's umask.
 */
export function keepFilesPrivate(): void {
  users ??= process.umask(OWNER_ONLY)
}

/** Returns the umask that the user's processes should have. @returns null when this process has not changed it, so that they inherit it */
export const usersUmask = (): number | null => users

/** Gives a file or folder that this process created for the user the mode that it would have with the user's umask. */
export async function asUsersOwn(path: string, kind: 'file' | 'folder'): Promise<void> {
  if (users !== null) await chmod(path, (kind === 'file' ? 0o666 : 0o777) & ~users)
}
