import { chmod } from 'node:fs/promises'

const OWNER_ONLY = 0o077

let users: number | null = null

/**
 * From now on, files that this process makes are for its owner alone: transcripts and prompts may hold secrets. The umask that the
 * user has stays what agents, setup, verify and git run with.
 */
export function keepFilesPrivate(): void {
  users ??= process.umask(OWNER_ONLY)
}

/** Is null when this process keeps the user's umask. Processes that it starts inherit it then. */
export const usersUmask = (): number | null => users

/** Gives a file or folder that this process made for the user the mode that it would have had from the user. */
export async function asUsersOwn(path: string, kind: 'file' | 'folder'): Promise<void> {
  if (users !== null) await chmod(path, (kind === 'file' ? 0o666 : 0o777) & ~users)
}
