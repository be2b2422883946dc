import type { Prisma } from '@coppice/prisma'

/** The place of a request in the ledger of its run. Requests that are recorded later do not move it. */
export interface LedgerPlace {
  /** The number of the session. */
  session: number
  at: Date
  requestId: string
}

/** The order of the places. */
export const LEDGER_ORDER = [
  { session: { number: 'asc' } },
  { at: 'asc' },
  { requestId: 'asc' },
] satisfies Prisma.LedgerEntryOrderByWithRelationInput[]

/** Returns a place as a text for clients. */
export const placeText = ({ session, at, requestId }: LedgerPlace): string =>
  Buffer.from(`${session} ${at.getTime()} ${requestId}`).toString('base64url')

/** @returns null when the text is not one of `placeText` */
export function placeOf(text: string): LedgerPlace | null {
  const [, session, at, requestId] =
    /^(\d{1,9}) (\d{1,15}) (.*)$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  return requestId === undefined ? null : { session: Number(session), at: new Date(Number(at)), requestId }
}

/** Returns the condition for the requests after a place. */
export function afterPlace({ session, at, requestId }: LedgerPlace): Prisma.LedgerEntryWhereInput {
  return {
    OR: [
      { session: { number: { gt: session } } },
      { session: { number: session }, at: { gt: at } },
      { session: { number: session }, at, requestId: { gt: requestId } },
    ],
  }
}
