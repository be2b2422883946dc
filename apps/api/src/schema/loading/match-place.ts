/** The place of a match among the matches of a run: in plan order, then by session, then by entry of output. */
export interface MatchPlace {
  /** The position of the task in the run. */
  position: number
  /** The number of the session. */
  session: number
  /** The number of the entry of output. */
  sequence: number
}

/** Returns a place as a text for clients. */
export const matchPlaceText = ({ position, session, sequence }: MatchPlace): string =>
  Buffer.from(`${position} ${session} ${sequence}`).toString('base64url')

/** @returns null when the text is not one of `matchPlaceText` */
export function matchPlaceOf(text: string): MatchPlace | null {
  const [, position, session, sequence] =
    /^(\d{1,9}) (\d{1,9}) (\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  return sequence === undefined
    ? null
    : { position: Number(position), session: Number(session), sequence: Number(sequence) }
}
