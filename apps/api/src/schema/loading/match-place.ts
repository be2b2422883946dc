/** The place of a match among the matches of a run: in plan order, then by session, then by entry of output. */
export interface MatchPlace {
  /** The position of the task in the run. */
  position: number
  /** The number of the session. */
  session: number
  /** The number of the entry of output. */
  sequence: number
  /** Where the next page begins to read the session. It is 0 in the cursors of older servers. */
  from: number
}

/** Returns a place as a text for clients. */
export const matchPlaceText = ({ position, session, sequence, from }: MatchPlace): string =>
  Buffer.from(`${position} ${session} ${sequence} ${from}`).toString('base64url')

/** @returns null when the text is not one of `matchPlaceText` */
export function matchPlaceOf(text: string): MatchPlace | null {
  const [, position, session, sequence, from = 0] =
    /^(\d{1,9}) (\d{1,9}) (\d{1,9})(?: (\d{1,12}))?$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  return sequence === undefined
    ? null
    : { position: Number(position), session: Number(session), sequence: Number(sequence), from: Number(from) }
}
