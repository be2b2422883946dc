import type { Role } from '@coppice/engine'

/** The person or client that sends a request. */
export interface Viewer {
  readonly name: string
  readonly role: Role
}

/**
 * What gave a request access: a token, the session of a browser, or the token that this start created for local commands. `tokenId` is the
 * row that must not be revoked. A session also names its own row.
 */
export type Credential =
  | { kind: 'token'; tokenId: string; viewer: Viewer }
  | { kind: 'session'; tokenId: string; sessionId: string; viewer: Viewer }
  | { kind: 'local'; viewer: Viewer }
