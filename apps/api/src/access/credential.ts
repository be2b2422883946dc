import type { Role } from '@coppice/engine'

/** Who asks. */
export interface Viewer {
  readonly name: string
  readonly role: Role
}

/**
 * What a request was let in with: a token, a browser's session, or the token that this start made for local commands.
 * `tokenId` is the row that must not be revoked; a session's own row is named too.
 */
export type Credential =
  | { kind: 'token'; tokenId: string; viewer: Viewer }
  | { kind: 'session'; tokenId: string; sessionId: string; viewer: Viewer }
  | { kind: 'local'; viewer: Viewer }
