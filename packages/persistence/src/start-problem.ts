/** The reason why a server cannot start. Its message is one line for people, and says what to do. */
export abstract class StartProblem extends Error {
  override get name(): string {
    return this.constructor.name
  }
}
