/** The place of a request in the ledger of its run. Requests that are recorded later do not move it. */
export interface LedgerPlace {
  /** The number of the session. */
  session: number
  at: Date
  requestId: string
}

/** Returns a place as a text for clients. */
export const placeText = ({ session, at, requestId }: LedgerPlace): string =>
  Buffer.from(`${session} ${at.getTime()} ${requestId}`).toString('base64url')

/** @returns null when the text is not one of `placeText` */
export function placeOf(text: string): LedgerPlace | null {
  const [, session, at, requestId] =
    /^(\d{1,9}) (\d{1,15}) (.*)$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  return requestId === undefined ? null : { session: Number(session), at: new Date(Number(at)), requestId }
}
