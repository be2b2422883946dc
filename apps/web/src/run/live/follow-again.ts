import { createContext } from 'react'

/**
 * A function that follows the events of an ended run again. Call it after a person has requested a delivery, because the delivery adds
 * events.
 */
export const FollowAgain = createContext<() => void>(() => {})
