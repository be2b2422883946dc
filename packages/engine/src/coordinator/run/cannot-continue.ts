/** A defect of a run that no retry can repair. The run ends FAILED, and the message is its reason. The message says what a person can do. */
export class CannotContinue extends Error {}
