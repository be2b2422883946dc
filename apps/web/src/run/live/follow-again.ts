import { createContext } from 'react'

/** Follows a run that has ended once more: a delivery that a person asked for adds to its events. */
export const FollowAgain = createContext<() => void>(() => {})
