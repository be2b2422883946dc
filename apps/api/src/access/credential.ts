import type { Role } from '@coppice/engine'

/** The person or client that sends a request. */
export interface Viewer {
  readonly name: string
  readonly role: Role
}

/**
 * What gave a request access: a token, the console session of a browser, or the local token of this start. Access ends when the token
 * `tokenId` or the session `sessionId` is revoked or expires.
 */
export type Credential =
  | { kind: 'token'; tokenId: string; viewer: Viewer }
  | { kind: 'session'; tokenId: string; sessionId: string; viewer: Viewer }
  | { kind: 'local'; viewer: Viewer }
