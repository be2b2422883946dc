/** Lets work in until it is closed, and knows when all of it has left. */
export interface Door {
  /** Answers how to leave. Throws once the door is closed. */
  enter(): () => void
  /** Resolves when nobody is within any more. */
  close(): Promise<void>
}

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
