const tails = new Map<string, Promise<unknown>>()

/** Runs calls with the same name one after the other, in order, even when an earlier one fails. */
export function takeTurns<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve()
  const turn = before.then(work, work)
  const tail = turn.then(
    () => {},
    () => {},
  )
  tails.set(name, tail)
  void tail.then(() => {
    if (tails.get(name) === tail) tails.delete(name)
  })
  return turn
}
