/** Why a server cannot start here: its message is one line for people that says what to do. */
export abstract class StartProblem extends Error {
  override get name(): string {
    return this.constructor.name
  }
}
