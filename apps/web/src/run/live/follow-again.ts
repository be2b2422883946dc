import { createContext } from 'react'

/** Follows an ended run again, because a delivery that a person requested adds events. */
export const FollowAgain = createContext<() => void>(() => {})
