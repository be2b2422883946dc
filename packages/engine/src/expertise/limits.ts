/** The limits of expertise. `docs/expertise.md` lists them. */
export const LIMITS = {
  /** The lines of all entries of a domain (E2). */
  linesPerDomain: 1_000,
  textCharacters: 2_000,
  evidence: 5,
  /** An entry with this many doubts has a lower score, so others are chosen before it. */
  doubtedFrom: 5,
  /** An entry with this many doubts is removed, unless it is pinned or of a person. */
  droppedFrom: 10,
  lessonsPerSession: 12,
  /** Fewer sessions on one side are not enough to compare. */
  leastForLift: 10,
} as const
