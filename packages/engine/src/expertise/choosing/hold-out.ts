/** One session in this many gets no expertise, so that the sessions with it can be compared with those without it. */
export const HOLD_OUT_EVERY = 10

/** Says whether a session is held out. It depends on the session's id alone, which is a random UUID, so nobody chooses the sessions. */
export const isHeldOut = (sessionId: string): boolean =>
  Number.parseInt(sessionId.slice(0, 8), 16) % HOLD_OUT_EVERY === 0
