/** Admits work until it is closed, and counts the admitted work that has not ended. */
export interface Door {
  /** Admits one piece of work. @returns a function to call at its end @throws when the door is closed */
  enter(): () => void
  /** Closes the door. Resolves when all admitted work has ended. */
  close(): Promise<void>
}

/** @param refusal the message of the error after the door is closed */
export function createDoor(refusal: string): Door {
  let within = 0
  let isClosed = false
  const { promise: empty, resolve: onEmpty } = Promise.withResolvers<void>()
  const look = () => {
    if (isClosed && within === 0) onEmpty()
  }
  return {
    enter() {
      if (isClosed) throw new Error(refusal)
      within += 1
      let isWithin = true
      return () => {
        if (isWithin) within -= 1
        isWithin = false
        look()
      }
    },
    close() {
      isClosed = true
      look()
      return empty
    },
  }
}
