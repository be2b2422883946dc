const tails = new Map<string, Promise<unknown>>()

/** Runs the calls that have the same `name` one after the other, in the order of the calls. A failed call does not stop the next ones. */
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
