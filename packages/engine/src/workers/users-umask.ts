import { chmod } from 'node:fs/promises'

const OWNER_ONLY = 0o077

let users: number | null = null

/**
 * Makes every file that this process creates from now on private to its owner, because transcripts and prompts may hold secrets.
 * Agents, setup, verify and git still run with the user's umask.
 */
export function keepFilesPrivate(): void {
  users ??= process.umask(OWNER_ONLY)
}

/** Is null when this process keeps the user's umask. Processes that it starts inherit it then. */
export const usersUmask = (): number | null => users

/** Gives a file or folder that this process made for the user the mode that the user's umask would give. */
export async function asUsersOwn(path: string, kind: 'file' | 'folder'): Promise<void> {
  if (users !== null) await chmod(path, (kind === 'file' ? 0o666 : 0o777) & ~users)
}
