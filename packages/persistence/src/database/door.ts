/** Admits work until it is closed, and knows when all admitted work has ended. */
export interface Door {
  /** Admits one piece of work. Throws once the door is closed. @returns what to call at its end */
  enter(): () => void
  /** Closes the door. Resolves when all admitted work has ended. */
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
